"""`python -m lappendeken` is the command `lappendeken`."""

from lappendeken.cli import main

if __name__ == "__main__":
    main()
