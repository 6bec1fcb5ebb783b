"""`python -m dealcheck`."""

from dealcheck.cli import main

main()
