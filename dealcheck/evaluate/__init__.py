"""Sentences in worlds: verdicts, and the findings that bear them out."""
