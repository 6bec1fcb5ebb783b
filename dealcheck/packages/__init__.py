"""Open text: which choices matter to a line, and what becomes of it under every package of them."""
