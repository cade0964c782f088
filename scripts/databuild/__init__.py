"""One module per table of `data/`; `scripts/build_data.py` ties them together."""
