import json
import re

import pytest
from saturate.reports import write_report

from saturate.errors import SaturateError
from saturate.results import read_results


def test_report_is_one_file_that_asks_nothing_of_the_network(small_run):
    out, _, _ = small_run
    html = (out / "report.html").read_text()
    ours = html.split("<script>")[0]  # the chart library behind it names hosts it never calls here
    assert not re.search(r"(src|href)=", ours)
    assert "default-src 'none'" in ours
    assert len(html) < 6_000_000


def test_report_shows_what_the_results_hold(small_run):
    out, results, _ = small_run
    html = (out / "report.html").read_text()
    for arm in results.arms:
        assert f"Arm: {arm.arm}" in html
    assert html.count('class="chart"') == len(results.arms) + 2
    figures = re.findall(r'<script type="application/json" id="accuracy-1">(.*?)</script>', html)
    drawn = json.loads(figures[0])["data"]
    scores = results.arms[0].rounds[0].scores
    assert drawn[0]["x"] == [score.rung for score in scores]
    assert len(drawn) == len(results.arms[0].rounds)


def test_hostile_text_stays_text(small_run, tmp_path):
    _, results, _ = small_run
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    arms = [results.arms[0].model_copy(update={"arm": evil})]
    hostile = results.model_copy(update={"command": evil, "arms": arms, "original_skipped": evil})
    html = write_report(hostile, tmp_path / "r.html").read_text()
    assert "alert(1)</script>" not in html
    assert "<img" not in html.split("<script>")[0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: text[: len(text) // 2], "cannot be read"),
        (lambda text: text.replace('"schema_version": 1', '"schema_version": 99'), "version 99"),
        (lambda text: text.replace('"detectable"', '"detectible"'), "damaged at"),
        (lambda text: "[]", "cannot be read"),
    ],
)
def test_broken_results_are_refused(small_run, tmp_path, change, sentence):
    out, _, _ = small_run
    file = tmp_path / "results.json"
    file.write_text(change((out / "results.json").read_text()))
    with pytest.raises(SaturateError, match=sentence):
        read_results(file)
