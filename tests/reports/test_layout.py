"""Widths and lines of the pages as a browser lays them out."""

import pytest
from fakes import make_results as make_run
from fakes import write_run
from made_up import make_results
from saturate.reports import render

from saturate.commands.compare import compare_runs

pytestmark = pytest.mark.usefixtures("browser")
WIDE, NARROW = (1100, 1440, 2560), (360, 768)
BOX = """(one) => {
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  return [box.left + parseFloat(style.paddingLeft), box.width, box.top, box.right];
}"""
LINES = """(one) => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size;
}"""
