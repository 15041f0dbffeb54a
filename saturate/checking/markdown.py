"""A report as a table for a README."""

from __future__ import annotations

from saturate.checking.check import Report

_HEAD = (
    "| rung | different to score | prompt | solution, longest | views | problems a second |\n"
    "|---|---|---|---|---|---|"
)


def table(report: Report) -> str:
    """The figures by rung, with what passed.

    Lengths are characters, of the median prompt and solution; problems to score are those that are
    different among as many draws.
    """
    rows = [
        f"| {one.rung} | {report.scored[one.rung]:,} of {report.drawn:,} | {one.prompt:,.0f} "
        f"| {one.solution:,.0f}, {one.longest:,} | {one.views:.1f} | {one.speed:,.0f} |"
        for one in report.figures
    ]
    passed = sum(not check.faults for check in report.checks)
    verdict = (
        f"`saturate check-ladder {report.ladder}`: {passed} of {len(report.checks)} checks pass; "
        f"fingerprint `{report.fingerprint}`. Lengths are characters."
    )
    return "\n".join([verdict, "", _HEAD, *rows])
