"""What an analysis looks like: rows of text, for the terminal and for Markdown alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from saturate.analysis.voters.analysis import Analysis
from saturate.results.text import interval_text, percent_text
from saturate.results.voting import Setting
from saturate.stats.intervals import Interval


class Table(NamedTuple):
    """A title, column heads, and rows of text."""

    title: str
    heads: list[str]
    rows: list[list[str]]


def voters_table(analyses: Sequence[Analysis]) -> Table:
    """Panels side by side: how good their voters are and how far they err together."""
    return Table(
        "Voters: accuracy and common error, in percent",
        ["ballots", "problems", "right", "same wrong answer", "rho", "voters", "effective"],
        [
            [
                one.name,
                str(one.problems),
                share(one.independence.accuracy),
                share(one.independence.same_wrong),
                number(one.independence.correlation, 2),
                str(one.seats),
                number(one.independence.effective, 1),
            ]
            for one in analyses
        ],
    )


def settings_table(analysis: Analysis, seats: Sequence[int]) -> Table:
    """Precision, coverage, calibration and cost of the settings with these numbers of voters."""
    return Table(
        f"Labels, in percent: {analysis.name}",
        [
            "K", "votes", "precision", "estimate", "independent", "coverage", "independent",
            "tokens a label", "if stopping", "ms a label",
        ],
        [_setting_row(one) for one in analysis.settings if one.seats in seats],
    )  # fmt: skip


def _setting_row(one: Setting) -> list[str]:
    seconds = one.seconds_per_label
    return [
        str(one.seats),
        str(one.needed),
        share(one.precision),
        _estimate(one),
        percent_text(one.expected_precision),
        share(one.coverage),
        percent_text(one.expected_coverage),
        _whole(one.tokens_per_label),
        _whole(one.tokens_per_label_stopping),
        _whole(None if seconds is None else 1000 * seconds),
    ]


def calibration_table(analyses: Sequence[Analysis]) -> Table:
    """What ballots alone say of label precision against gold, with all voters, in percent."""
    return Table(
        "The estimate and the audit, in percent",
        ["ballots", "votes", "labels", "estimate", "right, by the audit", "why not known"],
        [
            [
                one.name,
                f"{setting.needed} of {setting.seats}",
                str(setting.labels),
                _estimate(setting),
                share(setting.precision),
                setting.why_unknown,
            ]
            for one in analyses
            for setting in one.settings
            if setting.seats == one.seats
            and setting.needed in (one.seats // 2 + 1, one.needed)
            and setting.labels
        ],
    )


def _estimate(setting: Setting) -> str:
    known = setting.estimated_precision
    return "not known" if known is None else percent_text(known)


def stopping_table(analyses: Sequence[Analysis]) -> Table:
    """What each rule for stopping asks for and gives."""
    return Table(
        "Sequential voting, replayed on ballots of full voting",
        ["ballots", "rule", "votes asked, %", "labels", "precision, %", "changed", "pairs"],
        [
            [
                f"{one.name}, {one.needed} of {one.seats}",
                rule.rule,
                percent_text(rule.votes, 0),
                str(rule.labels),
                share(rule.precision),
                str(rule.changed),
                str(rule.pairs),
            ]
            for one in analyses
            for rule in one.stopping
        ],
    )


def harmonic_table(analyses: Sequence[Analysis]) -> Table:
    """Labels by the harmonic mean over views against labels by count."""
    return Table(
        "Counting by harmonic mean over views, in percent and points",
        [
            "ballots", "smoothing", "labels", "precision by count", "by harmonic mean",
            "difference", "coverage by count", "by harmonic mean", "difference",
        ],
        [
            [
                f"{one.name}, {way.needed} of {one.seats}",
                f"{way.smoothing:g}",
                str(way.labels),
                share(way.count),
                share(way.harmonic),
                share(way.difference),
                percent_text(way.count_coverage),
                percent_text(way.harmonic_coverage),
                share(way.coverage_difference),
            ]
            for one in analyses
            for way in one.harmonic
        ],
    )  # fmt: skip


def cheapest_line(analysis: Analysis) -> str:
    """The cheapest setting in a sentence."""
    found = analysis.cheapest
    if found is None:
        return f"{analysis.name}: no setting reads the wanted precision on ten labels or more."
    one = found.checked
    return (
        f"{analysis.name}: cheapest for {100 * found.wanted:.0f} %: {one.needed} of {one.seats} "
        f"votes; on problems that it was not chosen on, precision {share(one.precision)} %, "
        f"coverage {share(one.coverage)} %, {_whole(one.tokens_per_label)} tokens and "
        f"{_whole(one.seconds_per_label and 1000 * one.seconds_per_label)} ms a label."
    )


def share(interval: Interval | None) -> str:
    """A share in percent with its interval."""
    return interval_text(interval, 100)


def number(interval: Interval | None, digits: int) -> str:
    """A value with its interval; a dash where there is no value."""
    if interval is None:
        return "-"
    value, low, high = (f"{x:.{digits}f}" for x in interval)
    return f"{value} [{low}, {high}]"


def _whole(value: float | None) -> str:
    return "-" if value is None else f"{value:,.0f}"
