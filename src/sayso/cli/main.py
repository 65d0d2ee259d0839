"""The group of verbs, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import version

import click

from sayso.cli.desk import desk
from sayso.cli.export import export
from sayso.cli.info import info
from sayso.cli.read import read
from sayso.cli.show import show
from sayso.errors import CaseError, SaysoError, UsageError

DONE, SOME_UNREADABLE, WRONG_USAGE, NO_CASE, FAULT, INTERRUPTED = 0, 1, 2, 3, 70, 130
FULL_DISK = (errno.ENOSPC, errno.EDQUOT)


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True)
@click.version_option(version("sayso"), prog_name="sayso")
@click.option("--debug", is_flag=True, help="Show where in the program an error comes from.")
@click.pass_context
def cli(context: click.Context, debug: bool) -> None:
    """Read news pages and keep the record: what happened, and on whose say-so.

    \b
    sayso read pages/ -c case.db      read a folder into a case
    sayso show incidents -c case.db   see what happened
    sayso desk -c case.db             look at it in a browser
    """
    context.obj = debug


for verb in (read, show, export, info, desk):
    cli.add_command(verb)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    code = run(given)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    except OSError as error:
        code = _output_failed(error, "--debug" in given)
    sys.exit(code)


def run(given: list[str]) -> int:
    """Carry out a command line; its exit code."""
    debug = "--debug" in given
    if debug:
        # It may stand behind the verb too, where people think of it.
        given = ["--debug", *(word for word in given if word != "--debug")]
    try:
        result = cli.main(given, prog_name="sayso", standalone_mode=False)
        return result if isinstance(result, int) else DONE
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return WRONG_USAGE
    except click.ClickException as error:
        verb = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "sayso"
        return _fail(f"{error.format_message()} See: {verb} --help", WRONG_USAGE, debug)
    except (click.Abort, KeyboardInterrupt):
        return _fail("stopped.", INTERRUPTED, debug)
    except BrokenPipeError:
        _silence()
        return DONE
    except UsageError as error:
        return _fail(str(error), WRONG_USAGE, debug)
    except CaseError as error:
        return _fail(str(error), NO_CASE, debug)
    except SaysoError as error:
        return _fail(str(error), FAULT, debug)
    except OSError as error:
        if error.errno not in FULL_DISK:
            return _fault(error, debug)
        return _output_failed(error, debug)  # errors of files and cases say which they are
    except Exception as error:
        return _fault(error, debug)


def _output_failed(error: OSError, debug: bool) -> int:
    from sayso.case.trouble import meaning

    _silence()
    return _fail(f"standard output: {meaning(error)}.", NO_CASE, debug)


def _fault(error: Exception, debug: bool) -> int:
    words = str(error).splitlines()
    said = f"{type(error).__name__}: {words[0]}" if words else type(error).__name__
    return _fail(f"fault in the program ({said}). Please report it with the output of --debug", FAULT, debug)


def _fail(message: str, code: int, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    click.echo("sayso: " + " ".join(message.split()), err=True)
    return code


def _silence() -> None:
    """Whoever read our output has gone: nothing more is written, and the interpreter's last flush finds a sink."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
