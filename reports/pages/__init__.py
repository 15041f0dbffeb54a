"""Whole pages: the report of one run, the comparison of several, and the texts in them."""
