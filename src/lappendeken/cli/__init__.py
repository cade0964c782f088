"""The command `lappendeken`: arguments, output and exit codes; no logic of its own."""

from lappendeken.cli.app import main

__all__ = ["main"]
