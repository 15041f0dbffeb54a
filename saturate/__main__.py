"""``python -m saturate``."""

from saturate.cli.app import main

main()
