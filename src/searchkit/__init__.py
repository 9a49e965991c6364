"""Systematic review searches as programs."""
