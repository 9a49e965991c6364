"""Bibliographic records: one model, every format in and out."""
