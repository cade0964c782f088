"""Damaged files for every reader, judged by what the program then says: `make fuzz MINUTES=10`."""
