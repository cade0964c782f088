"""Maps for print: matplotlib figures."""
