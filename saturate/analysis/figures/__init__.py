"""Figures by which papers compare runs, computed from what a run stores.

docs/report.md says what each is and where it comes from.
"""
