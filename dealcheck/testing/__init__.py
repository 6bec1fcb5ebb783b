"""Tests of policies: the `test` blocks that stand beside the lines."""
