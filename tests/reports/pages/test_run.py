import base64
import errno
import hashlib
import json
import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from support.made_up import ARMS, as_read, make_hostile, make_results, reinforced

from saturate.errors import SaturateError
from saturate.reports import render, write_report
from saturate.reports.charts.labels import labels_by_rung
from saturate.reports.pages import run
from saturate.results.files import read_results


@pytest.fixture(scope="module")
def results():
    return make_results()


@pytest.fixture(scope="module")
def hostile():
    return make_hostile()


TAGS = re.compile(r"<script>.*?</script>", re.DOTALL)


def specs(html):
    found = re.findall(r'<script type="application/json" id="spec-([^"]+)">(.*?)</script>', html)
    return {name: json.loads(text) for name, text in found}


@pytest.fixture(scope="module")
def page(results):
    return render(results)


@pytest.fixture(scope="module")
def still(results):
    return render(results, interactive=False)


def test_a_real_run_makes_a_report(small_run):
    out, results, _ = small_run
    html = (out / "report.html").read_text()
    assert len(html) < 6_000_000
    for arm in results.arms:
        assert f"Accuracy by rung of arm {arm.arm}" in html
    assert results.samples
    assert html.count('class="sample"') == len(results.samples)


def test_it_asks_nothing_of_the_network(page, still):
    for html in (page, still):
        ours = TAGS.sub("", html)  # the chart library names hosts that it never calls here
        assert not re.search(r'(src|href|action)\s*=\s*["\'](?!#)', ours)
        assert not re.search(r"url\(|@import", ours)


def test_the_policy_lets_run_what_the_page_holds_and_nothing_else(page, still):
    for html in (page, still):
        policy = re.search(r'Security-Policy" content="([^"]+)"', html)[1].replace("&#39;", "'")
        allowed = set(re.findall(r"'sha256-([^']+)'", policy))
        held = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", html, re.DOTALL)
        hashes = {base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in held}
        assert hashes == allowed
        assert "unsafe" not in policy
        assert policy.startswith("default-src 'none'")
    assert "script-src 'none'" in still.replace("&#39;", "'")
    assert not re.search(r"\sstyle=|\son[a-z]+=", TAGS.sub("", page))


def test_without_scripts_it_is_small_and_whole(page, still):
    assert "<script" not in still
    assert len(still.encode()) < 500_000
    assert still.count('class="chart"') == page.count('class="chart"')
    drawn = still.count('class="chart"') + still.count('class="wide picture"')
    assert still.count("<svg") == drawn


def test_every_chart_has_a_picture_a_name_and_a_table(page, results):
    charts = page.count('class="chart"')
    pictures = page.count('class="wide picture"')
    assert charts == len(specs(page)) == page.count('role="img"') - pictures == 9
    tables = page.count("<details><summary>Table: ")
    assert page.count("<figure") == tables - 1 + pictures  # the lineage is no figure
    drawn = specs(page)["saturation-voted"]
    source = next(d["values"] for d in drawn["data"] if len(d.get("values", ())) == 32)
    scores = [s for one in results.arms[0].rounds for s in one.scores]
    assert [row["y"] for row in source] == [s.strict.right for s in scores]
    assert "95*" in page


def test_every_word_leads_to_its_line(page):
    used = set(re.findall(r'href="#([^"]+)"', page))
    assert used <= set(re.findall(r'id="([^"]+)"', page))
    ids = re.findall(r'\sid="([^"]+)"', TAGS.sub("", page))
    assert len(ids) == len(set(ids))
    assert sum(name.startswith("word-") for name in used) > 25


def test_sections_come_in_the_order_of_reading(page):
    order = ["verdict", "doubt", "saturation", "frontier", "voters", "labels", "original",
             "familiarity", "untouched", "cost", "samples", "reproduction"]  # fmt: skip
    places = [page.index(f'id="{name}"') for name in order]
    assert places == sorted(places)


class Attributes(HTMLParser):
    """All attributes that a browser would see; the same words in text are no harm."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found += attributes


@pytest.mark.parametrize("interactive", [True, False])
def test_hostile_text_stays_text(hostile, interactive):
    html = render(hostile, interactive=interactive)
    assert len(html) < 6_000_000
    ours = TAGS.sub("", html)
    held = re.findall(r"<script([^>]*)>", ours)
    assert all(attributes.startswith(' type="application/json"') for attributes in held)
    for tag in (
        "<img",
        "<svg onload",
        "<style>body",
        "<!--",
    ):
        assert tag not in ours
    attributes = Attributes(html)
    assert not [name for name, _ in attributes.found if name.startswith("on")]
    assert not [v for _, v in attributes.found if (v or "").strip().startswith("javascript:")]
    assert not set("\u202e\u2066\u200b\u2060\ufeff\x00\x1b") & set(html)
    assert "9" * 5_000 not in html
    assert "⟨U+202E⟩" in html
    assert "{{ 7*7 }}" in ours
    assert len(specs(html)) == (html.count('class="chart"') if interactive else 0)


def test_a_large_run_is_ready_in_time():
    large = make_results(rounds=50, rungs=40, arms=len(ARMS))
    render(make_results(rounds=1))  # the library's start is paid once
    start = time.process_time()
    html = render(large)
    assert time.process_time() - start < 10
    assert len(html) < 6_000_000
    still = render(large, interactive=False)
    assert len(still.encode()) < 500_000
    assert "of 50 rounds" in as_read(still).replace("Of", "of")


def held_table(html, title):
    """The text of the cells of the table with that title."""
    (held,) = re.findall(rf'<div class="wide"[^>]*aria-label="{title}"><table>(.*?)</table>',
                         html, re.DOTALL)  # fmt: skip
    return re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", held)


def test_what_is_summed_over_all_rounds_is_the_same_on_a_page_that_draws_some_of_them():
    """The arm labels each round another rung: none is left out."""
    long = make_results(rounds=20, rungs=30)
    (chart,) = [one for one in labels_by_rung(long) if one.title == "voted"]
    assert len({row[1] for row in chart.table.rows}) == 20
    pages = [render(long, interactive=interactive) for interactive in (True, False)]
    live, still = (held_table(page, "voted: labels by rung") for page in pages)
    assert live == still
    assert "Of 20 rounds, 11 are drawn beside the" in as_read(pages[1])
    assert "are drawn beside the" not in pages[0]
    assert "rungs of an arm are drawn" not in as_read("".join(pages))
    wide = as_read(render(make_results(rounds=40, rungs=50), interactive=False))
    assert "At most 24 rungs of an arm are drawn" in wide


def test_the_axis_of_rounds_names_all_reinforcement_where_a_page_draws_some_rounds():
    long = make_results(rounds=30, rungs=40)
    arm = long.arms[0]
    rounds = [
        one.model_copy(update={"reinforcement": reinforced()}) if 1 <= one.number <= 5 else one
        for one in arm.rounds
    ]
    long = long.model_copy(update={"arms": [arm.model_copy(update={"rounds": rounds})]})
    assert "round (up to 5: reinforcement)" in render(long, interactive=False)


def test_rounds_that_alone_hold_something_are_drawn_on_a_page_that_draws_some():
    """Of a run that was made longer, scored at what were its ends, and is not complete."""
    long = make_results(rounds=30, rungs=40, arms=1)
    arm = long.arms[0]
    rounds = [
        one if one.number in (0, 17) else one.model_copy(update={"original": None, "labelling": []})
        for one in arm.rounds
    ]
    long = long.model_copy(update={"arms": [arm.model_copy(update={"rounds": rounds})]})
    still = render(long, interactive=False)
    assert "Not in this file: its scores after a round" not in still
    assert "Not in this file: any label that was trained on" not in still


def test_samples_that_a_small_page_leaves_out_are_not_said_to_be_missing(monkeypatch):
    none, some = "there is none to browse", "its 6 samples are left out"
    monkeypatch.setattr(run, "_STATIC", run._STATIC[2:])
    left_out = render(make_results(), interactive=False)
    assert some in left_out and none not in left_out
    empty = render(make_results(samples=[]), interactive=False)
    assert none in empty and "are left out" not in empty


@pytest.mark.parametrize(
    "part",
    ["command", "config", "versions", "detectable", "created", "cost", "samples", "complete"],
)
def test_a_missing_part_is_named(results, part, tmp_path):
    held = json.loads(results.model_dump_json())
    del held[part]
    file = tmp_path / "results.json"
    file.write_text(json.dumps(held))
    html = render(read_results(file), interactive=False)
    names = {"detectable": "smallest difference", "cost": "costs", "complete": "not complete",
             "versions": "versions of the libraries", "created": "Results of schema"}  # fmt: skip
    assert names.get(part, part) in html


def test_missing_parts_of_rounds_are_named(results, tmp_path):
    held = json.loads(results.model_dump_json())
    for arm in held["arms"]:
        del arm["frontier_gain"], arm["label_precision"]
        for one in arm["rounds"]:
            for part in ("labelling", "training", "untouched", "original", "cost"):
                del one[part]
    file = tmp_path / "results.json"
    file.write_text(json.dumps(held))
    html = render(read_results(file))
    for told in ("any label", "labels by rung", "left alone", "seconds and tokens", "; labels"):
        assert told in html


@pytest.mark.parametrize("arms", [0, 1])
def test_a_run_that_has_only_begun(arms):
    html = render(make_results(rounds=0, arms=arms, samples=[]), interactive=False)
    assert "only the base model" in html


def test_an_older_file_still_reads_and_says_what_it_lacks(results, tmp_path):
    held = json.loads(results.model_dump_json())
    for newer in ("samples", "verdict", "saturation"):
        del held[newer]
    file = tmp_path / "results.json"
    file.write_text(json.dumps(held))
    html = render(read_results(file))
    assert "the verdict; headroom and forecast; samples to browse" in html


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: text[: len(text) // 2], "cannot be read"),
        (lambda text: text.replace('"schema_version":3', '"schema_version":99'), "version 99"),
        (lambda text: text.replace('"schema_version":3', '"schema_version":2'), "version 2; "),
        (lambda text: text.replace('"detectable"', '"detectible"'), "damaged at"),
        (lambda text: text.replace('"scores"', '"scored"', 1), "damaged at arms.0.rounds.0"),
        (lambda text: "[]", "cannot be read"),
    ],
)
def test_broken_results_are_refused(results, tmp_path, change, sentence):
    file = tmp_path / "results.json"
    file.write_text(change(results.model_dump_json()))
    with pytest.raises(SaturateError, match=sentence):
        read_results(file)


def test_a_folder_without_results_is_refused(tmp_path):
    with pytest.raises(SaturateError, match="is missing"):
        read_results(tmp_path)


def test_nothing_half_written_stays(results, tmp_path):
    write_report(results, tmp_path / "new" / "r.html", interactive=False)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["r.html"]


def test_a_full_disk_keeps_nothing_of_a_report(results, tmp_path, monkeypatch):
    def full(path, text, _):
        path.write_bytes(text.encode()[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        write_report(results, tmp_path / "r.html", interactive=False)
    assert not list(tmp_path.iterdir())
