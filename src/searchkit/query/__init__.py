"""The language-neutral half: the tree of a query, its fields, and the numbered strategy."""
