"""The words of maps, reports and casussen: one cupboard, so that all say the same."""
