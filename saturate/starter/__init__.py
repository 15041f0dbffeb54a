"""Writes a package with a ladder of one's own, to be changed until it is the ladder that is meant.

The files in ``package`` are its texts, with ``$name`` and the like where names go.
"""
