"""Checks draft trade deals against the red lines of every party at the table."""

__version__ = "0.1.0"
