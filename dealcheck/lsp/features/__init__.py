"""What the language server can do, one file per feature: pure functions of an analysis."""
