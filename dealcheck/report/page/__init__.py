"""The parts of the report as one page for a browser: a file for each."""
