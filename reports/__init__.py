"""Results in, one self-contained HTML file out. Computes nothing that the results do not hold."""

from saturate.reports.pages.run import render, write_report

__all__ = ["render", "write_report"]
