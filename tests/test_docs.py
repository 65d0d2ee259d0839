"""The documentation says what the program does: references are fresh, commands are documented, examples parse, run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from sayso.cli.main import cli

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EXAMPLE = re.compile(r"^\s*\$?\s*(sayso [a-z].*)$", re.M)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def shell_examples(text: str) -> list[list[str]]:
    """Commands in code blocks, without what the shell does with their output."""
    found = []
    for language, block in BLOCK.findall(text):
        if language not in ("sh", "text", "console"):
            continue
        for line in EXAMPLE.findall(block):
            try:
                words = shlex.split(line.split(" | ")[0].split(" > ")[0].split("  ")[0])
            except ValueError:
                continue  # prose of a help text
            if words[1] in cli.commands:
                found.append(words)
    return found


def test_references_are_what_the_code_says() -> None:
    done = subprocess.run([sys.executable, ROOT / "scripts/make_docs.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_is_documented_with_an_example(name: str) -> None:
    reference = (ROOT / "docs/reference/commands.md").read_text()
    assert f"## sayso {name}\n" in reference
    section = reference.split(f"## sayso {name}\n")[1].split("\n## ")[0]
    assert [words for words in shell_examples(section) if words[1] == name], "its help has no example"
    guides = [page for page in PAGES if "reference" not in page.parts]
    assert any(words[1] == name for page in guides for words in shell_examples(page.read_text()))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_use_options_that_exist(page: Path) -> None:
    for words in shell_examples(page.read_text()):
        command = cli.commands[words[1]]
        known = {option for p in command.params if isinstance(p, click.Option) for option in p.opts}
        for word in words[2:]:
            if word.startswith("-") and word != "-":
                assert word in known, f"{page.name}: {' '.join(words)}"


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_option_has_help(name: str) -> None:
    for parameter in cli.commands[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text()):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_python_examples_run(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    text = "Bomb in Senn\n\nA bomb exploded in a market in Senn on Tuesday, killing at least 12 people, police said.\n"
    (tmp_path / "pages" / "page.txt").write_text(text)
    (tmp_path / "manifest.csv").write_text("path,title,published,outlet\npage.txt,,2031-03-05,The Senn Star\n")
    guide = (ROOT / "docs/python.md").read_text()
    blocks = [block for language, block in BLOCK.findall(guide) if language == "python"]
    assert blocks
    for block in blocks:
        done = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        assert done.stdout
