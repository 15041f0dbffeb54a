"""Ladder families, one a file. Each imports :mod:`saturate.ladder` and nothing else of saturate."""
