"""The command `lappendeken`: arguments, output and exit codes; no logic of its own."""

import sys

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Run the command line, as `app.main` does; who stops it while it loads gets no traceback."""
    try:
        from lappendeken.cli.app import main as run
    except KeyboardInterrupt:
        sys.stderr.write("Afgebroken.\n")
        sys.exit(130)
    run(arguments)
