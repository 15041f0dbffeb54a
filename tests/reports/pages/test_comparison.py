"""The page that compares runs."""

import base64
import hashlib
import re

import pytest
from support.fakes import make_results, write_run
from support.made_up import as_read, unaudited
from support.simulated import seeds_verdict

from saturate.analysis.comparison import compare, read_subjects
from saturate.cli.report import compare_runs
from saturate.errors import SaturateError
from saturate.reports.pages.comparison import render_comparison

EVIL = "</style></svg><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\u200b"


def page(tmp_path, *results):
    runs = [write_run(tmp_path / f"run{i}", one) for i, one in enumerate(results)]
    return as_read(compare_runs(runs, tmp_path / "out" / "c.html").read_text())


@pytest.fixture
def html(tmp_path):
    return page(tmp_path, make_results(), make_results((2.0, 3.0, 4.2), seed=1))


def test_one_small_file_without_script_under_a_strict_policy(html):
    assert len(html) < 500_000
    assert not re.search(r"<script|(src|href)\s*=|style=|\son\w+=|url\(|@import", html)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    style = re.search(r"<style>(.*?)</style>", html, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert digest in policy
    assert "prefers-color-scheme: dark" in style


def test_differences_come_first_and_figures_are_those_computed(html):
    titles = re.findall(r'<h2 id="(\w+)"', html)
    assert titles == ["differences", "seeds", "arms", "settings", "commands"]
    assert "run1 / voted" in html
    assert "widened for 3 comparisons" in html
    assert "+2.2 [+1.9, +2.5]" in html
    assert html.count('role="img"') == 4, "two forests and two charts of the one ladder"


def test_where_no_frontiers_can_be_subtracted_there_is_no_bar_but_a_reason(tmp_path):
    html = page(tmp_path, make_results(arms=("voted",)), make_results(arms=("voted",), ladder="x"))
    assert "the ladders differ</td>" in html
    assert 'aria-label="Differences of the last frontier"' not in html


def test_seeds_of_one_experiment_get_one_verdict(tmp_path):
    runs = [make_results((2.0, 3.0, 4.2), seed=i) for i in range(3)]
    html = page(tmp_path, *runs)
    assert html.count("Over 3 seeds: ") == 1
    assert "what moved over the seeds" in html
    half = runs[1].model_copy(update={"complete": False})
    html = page(tmp_path / "half", runs[0], half, runs[2])
    assert "Over 2 seeds: " in html
    assert html.count("run1 is left out: it is not complete.") == 1  # though it has two arms


def test_hostile_text_stays_text(tmp_path):
    one = make_results(model=EVIL, arms=(EVIL.replace("/", ""),), voters=[EVIL])
    html = page(tmp_path, one.model_copy(update={"command": EVIL}), make_results())
    assert "<script" not in html and "<img" not in html
    assert "\u202e" not in html and "\u200b" not in html
    assert "[U+202E]" in html
    assert html.count("</style>") == 1


def test_one_arm_alone_is_refused_and_writes_nothing(tmp_path):
    write_run(tmp_path / "a", make_results(arms=("voted",)))
    with pytest.raises(SaturateError, match="nothing to compare"):
        compare_runs([tmp_path / "a"], tmp_path / "c.html")
    with pytest.raises(SaturateError, match="Name the runs"):
        compare_runs([], tmp_path / "c.html")
    with pytest.raises(SaturateError, match="is this a run folder"):
        compare_runs([tmp_path / "a", tmp_path / "none"], tmp_path / "c.html")
    assert not (tmp_path / "c.html").exists()


def test_no_two_rows_of_what_moved_over_seeds_have_one_name(tmp_path):
    runs = [write_run(tmp_path / f"run{i}", make_results(seed=i)) for i in range(3)]
    held = compare(read_subjects(runs))
    groups = [held.groups[0]._replace(verdict=seeds_verdict())]
    html = as_read(render_comparison(held._replace(groups=groups)))
    table = html.partition('aria-label="What moved over the seeds"')[2].partition("</table>")[0]
    rows = re.findall(r'<tr><td class="words">(.*?)</td><td>(strict|flexible)</td>', table)
    assert ("strict minus flexible, original", "strict") in rows
    assert len(set(rows)) == len(rows) > 8


def test_labels_whose_true_answers_are_not_known_are_no_missing_labels(tmp_path):
    html = page(tmp_path, unaudited(make_results()), make_results(seed=1))
    arms = html.partition('id="arms"')[2]
    row = arms.partition("run0 / voted</td>")[2].partition("</tr>")[0]
    assert "<td>not known</td>" in row
