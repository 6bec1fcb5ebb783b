"""Text to syntax tree: `parse.parse` is the way in."""
