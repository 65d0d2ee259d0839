"""Put into README.md what the program says today: the demonstration's output and the example crisis's figures.

python scripts/make_readme.py

They stand between comments. This is run by hand when either has changed; a test holds that they are there.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.examples import run

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
SHOWN = {
    "incidents_found_merged": "of the key's incidents are found, and merged right",
    "incident_precision": "of the incidents it reports answer one of the key's whole, and not a part or another kind",
    "spurious": "of the incidents it reports stand on words that the key has no incident for",
    "claims_right_voice": "of the key's claims are found with the right voice",
    "claim_precision": "of the claims it reports are in the key, with the right voice",
    "tolls_right_of_all": "of the key's ranges of killed, injured ... are right",
    "dates_right": "of the incidents found have the right date",
}


def demonstration() -> str:
    """What ``make demo`` prints of the case."""
    with tempfile.TemporaryDirectory() as scratch:
        case = Path(scratch, "case.db")
        tables = ["--gazetteer", "examples/gazetteer.csv", "--demonyms", "examples/demonyms.csv"]
        command = [sys.executable, "-c", "from sayso.cli import main; main()", "read", "examples/pages", "-c", case]
        subprocess.run([*command, *tables, "--quiet"], cwd=ROOT, check=True)
        told = subprocess.run(
            [sys.executable, "scripts/demo_summary.py", case], cwd=ROOT, check=True, capture_output=True, text=True
        )
    return f"```text\n{told.stdout.strip().replace(str(case), '.demo/case.db')}\n```"


def figures() -> str:
    """The figures as a table."""
    result = run(None, False)
    lines = ["| share | |", "|---:|---|"]
    return "\n".join(lines + [f"| {result[key]:.0f}% | {words} |" for key, words in SHOWN.items()])


def put(text: str, name: str, content: str) -> str:
    """``text`` with what stands between the comments of ``name`` replaced."""
    pattern = re.compile(f"(<!-- {name} -->\n).*?(\n<!-- end of {name} -->)", re.S)
    if not pattern.search(text):
        raise SystemExit(f"make_readme: README.md has no comments around {name}")
    return pattern.sub(lambda match: match[1] + content + match[2], text)


def main() -> None:
    """Write."""
    text = README.read_text(encoding="utf-8")
    README.write_text(put(put(text, "demo", demonstration()), "figures", figures()), encoding="utf-8")


if __name__ == "__main__":
    main()
