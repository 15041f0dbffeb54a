"""Blocks that newer results hold: verdict, saturation, voters."""

import pytest
from support.made_up import as_read, make_results

from saturate.reports import render
from saturate.reports.charts.labels import voters
from saturate.reports.charts.verdict import discrimination, familiarity, gains
from saturate.reports.export import write_csv, write_parquet
from saturate.reports.pages.headline import sentence
from saturate.results.saturation import Ahead, Discrimination, Forecast, ForecastPoint, Saturation
from saturate.results.verdict import Contrast, Quantity, RoundVerdict, Verdict
from saturate.results.voting import Setting
from saturate.stats.frontier import Frontier
from saturate.stats.intervals import Interval

GAIN = Interval(0.3, 0.2, 0.4)


def quantity(name, reading="strict", ladder=None):
    held = dict.fromkeys(Contrast.model_fields, 0.0) | {"difference": GAIN, "own": None}
    against = [
        Contrast(**held | {"against": arm, "role": role})
        for arm, role in (("base", "base"), ("unfiltered", "control"))
    ]
    return Quantity(name=name, reading=reading, ladder=ladder, rungs=[6], items=100, paired=True,
                    before=0.1, after=0.4, level=0.01, moved="rose", detectable=0.1, needed=None,
                    contrasts=against)  # fmt: skip


@pytest.fixture(scope="module")
def results():
    told = {"finding": "capability", "reason": "unseen rungs rose", "sentence": "It learned.",
            "doubts": ["A doubt of the verdict."]}  # fmt: skip
    names = ("original", "redrawn", "familiarity", "unseen")
    rounds = [RoundVerdict(number=1, alpha=0.01, quantities=[quantity(n) for n in names], **told)]
    verdict = Verdict(arm="voted", controls=["unfiltered"], references=[], looks=1, rounds=rounds,
                      **told)  # fmt: skip
    item = Discrimination(name="rung 6", rung=6, items=100, score=0.5, since=2, difference=GAIN,
                          detectable=0.1, tells=True)  # fmt: skip
    forecast = Forecast(quantity="frontier", rounds=[1, 2], target=9.0,
                        points=[ForecastPoint(round=4, value=Interval(7.5, 7.0, 8.0))],
                        to_target=Ahead(expected=2, soonest=1, latest=None),
                        cost={"seconds": 120.0}, sentence="Two rounds to rung 9.")  # fmt: skip
    saturation = Saturation(arm="voted", state="tells", sentence="Rung 6 tells.", headroom=None,
                            benchmark=None, rungs=[item], rung=6, forecasts=[forecast])  # fmt: skip
    settings = [
        Setting(seats=k, needed=n, labels=50, coverage=GAIN, precision=Interval(0.9, 0.8, 1.0),
                     expected_precision=0.99, expected_coverage=0.5, estimated_precision=0.95,
                     tokens_per_label=400.0, chosen=(k, n) == (7, 5))
        for k in (3, 7) for n in range(k // 2 + 1, k + 1)
    ]  # fmt: skip
    return make_results(verdict=verdict, saturation=saturation, voters=settings)


def test_the_verdict_leads(results):
    html = as_read(render(results, interactive=False))
    assert sentence(results) == "It learned."
    assert 'href="#word-capability"' in html
    assert html.index("A doubt of the verdict.") < html.index('id="saturation"')
    assert "Decided by: unseen rungs rose." in html
    assert "Brackets hold intervals of at least 95 %:" in html
    for told in ("Rung 6 tells.", "Two rounds to rung 9.", "About 2 minutes."):
        assert told in html
    for absent in ("headroom and forecast", "scores on redraws", "by number of voters;"):
        assert f"Not in this file: {absent}" not in html


def test_a_target_out_of_sight_has_no_cost(results):
    (one,) = results.saturation.forecasts
    beyond = one.model_copy(update={"cost": {}})
    saturation = results.saturation.model_copy(update={"forecasts": [beyond]})
    html = as_read(render(results.model_copy(update={"saturation": saturation}), interactive=False))
    assert "Two rounds to rung 9." in html
    assert "About 2 minutes." not in html


def test_every_contrast_is_a_row(results):
    assert len(gains(results.verdict).table.rows) == 8
    assert [row[1] for row in familiarity(results.verdict).table.rows] == ["base"] * 3
    assert len(discrimination(results.saturation).table.rows) == 1


def test_a_benchmark_scored_at_the_ends_alone_is_named_as_held_against_the_base(results):
    (rung,) = results.saturation.rungs
    own = rung.model_copy(update={"name": "gsm8k", "rung": None, "since": 0})
    chart = discrimination(results.saturation.model_copy(update={"benchmark": own}))
    rows = chart.spec["data"]["values"]
    assert [row["row"] for row in rows] == ["gsm8k (since base)", "rung 6"]
    since = chart.table.columns.index("since")
    assert [row[since] for row in chart.table.rows] == ["base", "round 2"]
    assert "minus round 2" in chart.alt and "gsm8k (since base)" in chart.alt
    same = discrimination(
        results.saturation.model_copy(update={"benchmark": own.model_copy(update={"since": 2})})
    )
    assert [row["row"] for row in same.spec["data"]["values"]] == ["gsm8k", "rung 6"]


def test_no_two_quantities_share_a_row_and_changes_are_no_shares(results):
    named = [quantity("format"), quantity("format", ladder="gsm8k"), quantity("unseen"),
             quantity("familiarity", "flexible")]  # fmt: skip
    (last,) = results.verdict.rounds
    rounds = [last.model_copy(update={"quantities": named})]
    table = gains(results.verdict.model_copy(update={"rounds": rounds})).table
    rows = {row[0]: dict(zip(table.columns, row)) for row in table.rows if row[1] == "base"}
    assert list(rows) == [
        "strict minus flexible, original",
        "strict minus flexible, rungs",
        "rungs not yet trained on",
        "original minus redraws, flexible",
    ]
    shares = ("before %", "after %", "change of first", "of second")
    assert [rows["rungs not yet trained on"][name] for name in shares] == [10.0, 40.0, None, None]
    gap = rows["strict minus flexible, rungs"]
    assert [gap[name] for name in shares] == [None, None, 40.0, 10.0]


@pytest.mark.parametrize(("write", "kind"), [(write_csv, "csv"), (write_parquet, "parquet")])
def test_what_the_page_shows_as_tables_of_charts_is_written_too(results, tmp_path, write, kind):
    named = {path.name for path in write(results, tmp_path)}
    for name in ("gains", "familiarity", "discrimination", "voters", "label-precision"):
        assert f"{name}.{kind}" in named


def test_the_chosen_voters_are_ringed(results):
    chart = voters(results)
    assert [row[0] for row in chart.table.rows if row[-1] == "yes"] == ["5 of 7"]
    assert len(chart.spec["layer"][-1]["data"]["values"]) == 1


def test_a_collapse_is_said_without_a_verdict():
    results = make_results()
    arm = results.arms[0]
    last = arm.rounds[-1].model_copy(update={"frontier": Frontier(3.0, 2.8, 3.2, "within")})
    fell = arm.model_copy(update={"rounds": [*arm.rounds[:-1], last]})
    told = sentence(results.model_copy(update={"arms": [fell, *results.arms[1:]]}))
    assert "after 5.5 in round 2: it collapsed since" in told
