"""Lint: what is doubtful about a text that can be read. One file per rule, with its page, under `rules/`."""
