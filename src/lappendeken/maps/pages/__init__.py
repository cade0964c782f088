"""Maps as pages: single HTML files that open without a network."""
