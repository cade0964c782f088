"""From rows of any source to settled deelnames, every row accounted for."""
