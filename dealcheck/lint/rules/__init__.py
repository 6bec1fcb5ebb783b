"""The rules, one module each with its `RULE`."""
