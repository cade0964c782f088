"""The command `lappendeken`: arguments, output and exit codes; no logic of its own."""

import sys

from lappendeken.errors import INTERRUPTED, STOPPED

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Run the command line, as `app.main` does; also who stops it while it loads gets a word."""
    try:
        from lappendeken.cli.app import main as run
    except KeyboardInterrupt:
        sys.stderr.write(f"{STOPPED}\n")
        sys.exit(INTERRUPTED)
    run(arguments)
