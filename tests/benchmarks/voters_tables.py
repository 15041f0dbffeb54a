"""Writes the measured tables between the markers of docs/voters.md."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from pydantic import TypeAdapter

from saturate.analysis.voters import Analysis
from saturate.analysis.voters.tables import (
    Table,
    calibration_table,
    cheapest_line,
    harmonic_table,
    settings_table,
    share,
    stopping_table,
    voters_table,
)

_MARKED = re.compile(r"(<!-- measured: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_SHOWN = (1, 3, 5, 7)
STORIES = "stories, "
"""What names of panels of ``stories.py`` begin with; they have a table of their own."""


def render(page: Path, held: dict[str, dict]) -> None:
    """Replace what stands between the markers of a page by what was measured."""
    read = TypeAdapter(Analysis).validate_python
    analyses = {name: read(case["analysis"]) for name, case in held.items()}
    stories = [one for name, one in analyses.items() if name.startswith(STORIES)]
    found = {name: one for name, one in analyses.items() if not name.startswith(STORIES)}
    nine = [one for one in found.values() if one.name.endswith(("views:9", " samples:9"))]
    full = [one for one in found.values() if one.seats >= 5]
    parts = {
        "weights": _weights(held),
        "voters": markdown(voters_table(list(found.values()))),
        "settings": "\n\n".join(
            f"**{one.name}** ({one.problems} problems)\n\n{markdown(settings_table(one, _SHOWN))}"
            for one in nine
        ),
        "cheapest": "\n".join(f"- {cheapest_line(one)}" for one in full),
        "stopping": markdown(stopping_table(nine)),
        "stories": f"{markdown(voters_table(stories))}\n\n{markdown(_labels_table(stories))}",
        "calibration": markdown(
            calibration_table([found[name] for name, case in held.items() if "estimated" in case])
        ),
        "harmonic": markdown(harmonic_table(list(found.values()))),
    }
    text = page.read_text("utf-8")

    def filled(match: re.Match[str]) -> str:
        known = match[2] in parts  # other scripts have marks of their own on the page
        return f"{match[1]}{parts[match[2]]}\n{match[3]}" if known else match[0]

    page.write_text(_MARKED.sub(filled, text), "utf-8")


def markdown(table: Table) -> str:
    """A table in Markdown."""
    rule = ["---", *["--:"] * (len(table.heads) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (table.heads, rule, *table.rows))


def _labels_table(analyses: Iterable[Analysis]) -> Table:
    """Labels by all voters of each panel, at every threshold."""
    return Table(
        "Labels, in percent",
        ["ballots", "votes", "precision", "coverage", "tokens a label"],
        [
            [
                one.name,
                f"{setting.needed} of {setting.seats}",
                share(setting.precision),
                share(setting.coverage),
                "-" if setting.tokens_per_label is None else f"{setting.tokens_per_label:.0f}",
            ]
            for one in analyses
            for setting in one.settings
            if setting.seats == one.seats > 2
        ],
    )


def _weights(held: dict[str, dict]) -> str:
    by_hash: dict[str, list[str]] = {}
    for name, case in held.items():
        by_hash.setdefault(", ".join(case["weights"]), []).append(f"{name} ({case['date']})")
    return "\n".join(
        f"- weights {digest}: {_listed(names)}" for digest, names in sorted(by_hash.items())
    )


def _listed(names: Iterable[str]) -> str:
    return "; ".join(names) + "."
