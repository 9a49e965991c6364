"""Dialects: each models one platform's syntax."""
