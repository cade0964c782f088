"""One module per kind of source, each with a reader and a record `SOURCE` that tells of it."""

SOURCES = {
    "tabel": "own",
    "regioatlas": "regioatlas",
    "opengr": "opengr",
    "cbs": "cbs",
    "statline": "statline",
    "register": "roo",
}
"""The kinds of sources, by the names that a user gives them, with the module that reads each."""
