"""Services: one item as an open service sends it (JSON, Atom, PNX) into a record.

Each module has `record(item)`, total over any item of its service: values of an unexpected
kind are kept as text in `extra`, under the service's own name for them, never dropped.
"""
