"""``python -m saturate``."""

from saturate.cli import main

main()
