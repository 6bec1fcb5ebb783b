"""The worlds before and under a draft: what holds at every point, on every day."""
