"""Reviews: the protocol file, its runs, updates and what is left to be done by hand."""
