"""Two drafts compared by what they mean: which terms, brackets, points and verdicts are others, and why."""
