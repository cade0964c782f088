"""What services on the network give, on request only."""
