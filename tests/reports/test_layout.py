"""Widths and lines of the pages as a browser lays them out. Skipped where there is none."""

from itertools import pairwise

import pytest
from support.fakes import make_results as make_run
from support.fakes import write_run
from support.made_up import make_results

from saturate.cli.report import compare_runs
from saturate.reports import render
from saturate.results.saturation import Discrimination, Saturation
from saturate.stats.intervals import Interval

SINGLE, WIDE = (360, 768), (1100, 1440, 2560)
BOXES = """(all) => all.map((one) => {
  const box = one.getBoundingClientRect();
  return {left: Math.round(box.left), width: Math.round(box.width), right: Math.round(box.right)};
})"""
HEIGHTS = """(all) => all.map((one) => one.getBoundingClientRect()).filter((box) => box.height)
  .map((box) => [box.top, box.bottom])"""
LINES = """(one) => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size;
}"""
LETTERS = """(one) => {
  const range = document.createRange(), rows = {};
  const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let i = 0; i < node.length; i++) {
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const top = Math.round(range.getBoundingClientRect().top / 8);
      rows[top] = (rows[top] || 0) + 1;
    }
  }
  return Math.max(...Object.values(rows));
}"""

OVERLAPS = """(all) => all.flatMap((axis) => {
  const boxes = [...axis.querySelectorAll("text")].map((one) => [one, one.getBoundingClientRect()]);
  const seen = boxes.filter(([one, box]) => one.textContent && one.style.opacity !== "0"
    && one.getAttribute("opacity") !== "0" && box.width);
  return seen.slice(1).filter(([, b], i) => {
    const a = seen[i][1];
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  }).map(([one]) => one.textContent);
})"""


def tells_apart() -> Saturation:
    """Differences from -100 to 100 points, whose labels are the widest there are."""
    rungs = [
        Discrimination(name=f"rung {rung}", rung=rung, items=100, score=0.5, since=2,
                       difference=Interval(0.0, -width, width), detectable=0.1, tells=False)
        for rung, width in ((1, 0.98), (2, 0.05))
    ]  # fmt: skip
    return Saturation(arm="voted", state="tells", sentence="Rung 1 tells.", headroom=None,
                      benchmark=None, rungs=rungs, rung=1, forecasts=[])  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A report with and without scripts, and a comparison."""
    made = tmp_path_factory.mktemp("layout")
    (made / "live.html").write_text(render(make_results()), "utf-8")
    still = make_results(saturation=tells_apart())
    (made / "still.html").write_text(render(still, interactive=False), "utf-8")
    runs = [
        write_run(made / f"run{i}", make_run((2.0, 3.0, end), seed=i))
        for i, end in enumerate((4.2, 3.6))
    ]
    compare_runs(runs, made / "compared.html")
    return made


@pytest.fixture
def view(browser, folder):
    """Opens a page at a width."""
    opened = []

    def open_page(name, width, scheme="light"):
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        opened.append(page)
        page.goto((folder / f"{name}.html").as_uri())
        return page

    yield open_page
    for page in opened:
        page.close()


def test_a_date_stands_on_one_line(view):
    page = view("live", 320)
    dates = page.locator("time")
    assert dates.count() == 2
    for width in range(320, 1500, 20):
        page.set_viewport_size({"width": width, "height": 800})
        assert [dates.nth(i).evaluate(LINES) for i in range(2)] == [1, 1], width


@pytest.mark.parametrize("name", ["live", "still"])
@pytest.mark.parametrize("width", WIDE)
def test_text_is_as_wide_as_its_chart_and_beside_it(view, name, width):
    page = view(name, width)
    pairs = page.locator("main > section > .caption:has(+ .figure)")
    assert pairs.count() >= 4
    texts = pairs.evaluate_all(BOXES)
    charts = page.locator("main > section > .caption + .figure .chart").evaluate_all(BOXES)
    edge = page.locator("main").evaluate_all(BOXES)[0]
    for text, chart in zip(texts, charts, strict=True):
        assert text["width"] == pytest.approx(chart["width"], abs=1)
        assert text["left"] == edge["left"]
        assert chart["left"] > text["right"]
        assert chart["right"] == pytest.approx(edge["right"], abs=1)


@pytest.mark.parametrize("width", (SINGLE[0], WIDE[0]))
def test_no_caption_lies_over_another_wherever_one_scrolls(view, width):
    page = view("still", width)
    captions = page.locator(".caption")
    for top in range(0, page.evaluate("document.documentElement.scrollHeight"), 300):
        page.evaluate("top => window.scrollTo({top, behavior: 'instant'})", top)
        boxes = sorted(captions.evaluate_all(HEIGHTS))
        assert all(above[1] <= below[0] for above, below in pairwise(boxes)), top


@pytest.mark.parametrize("width", SINGLE)
def test_text_is_as_wide_as_its_chart_and_above_it(view, width):
    page = view("live", width)
    texts = page.locator(".caption:has(+ .figure)").evaluate_all(BOXES)
    charts = page.locator(".caption + .figure .chart").evaluate_all(BOXES)
    assert texts == charts


@pytest.mark.parametrize("width", (360, 1440))
def test_labels_of_an_axis_do_not_overlap(view, width):
    axes = view("still", width).locator(".role-axis-label")
    assert axes.count() > 15
    assert axes.evaluate_all(OVERLAPS) == []


@pytest.mark.parametrize("name", ["live", "compared"])
@pytest.mark.parametrize("width", (*SINGLE, *WIDE))
def test_no_line_is_too_long_to_read(view, name, width):
    page = view(name, width)
    texts = page.locator(".caption, .note, main p:not(.sub), .pair p, .doubt")
    longest = max(texts.nth(i).evaluate(LETTERS) for i in range(texts.count()))
    assert 20 < longest <= 105


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", (*SINGLE, *WIDE))
def test_a_comparison_fits_its_screen(view, width, scheme):
    page = view("compared", width, scheme)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    text, chart = (page.locator(f".pair {one}").first for one in ("p", "> svg"))
    (words,), (picture,) = (one.evaluate_all(BOXES) for one in (text, chart))
    assert words["width"] == pytest.approx(picture["width"], abs=1)
    if width >= 1440:
        table = page.locator(".wide").first
        assert table.evaluate("one => one.scrollWidth - one.clientWidth") == 0
