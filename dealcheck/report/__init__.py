"""What a check says, and one file for each form in which it is said: `render(result, options) -> str`, no I/O."""
