"""The command line, one verb a file. Data goes to standard output, progress and messages to standard error.

Exit codes: 0 done; 1 done, with some sources unreadable; 2 wrong usage; 3 the case cannot be used; 70 a fault of the
program; 130 ended by Ctrl-C.
"""

from sayso.cli.main import cli, main

__all__ = ["cli", "main"]
