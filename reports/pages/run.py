"""Renders the report: one HTML file that opens offline and asks nothing of the network.

Every picture is in the page before a script runs, so it reads without scripts, in print and in
previews; the script only brings it to life. The page's policy lets run what has been hashed here
and nothing else, and text of models is escaped by the template.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from saturate.reports.charts import vega
from saturate.reports.charts.by_round import cost, frontier, original, untouched
from saturate.reports.charts.by_rung import round_lines, saturation
from saturate.reports.charts.chart import Chart
from saturate.reports.charts.field_figures import page_tables
from saturate.reports.charts.labels import label_precision, labels_by_rung, voters
from saturate.reports.charts.verdict import discrimination, familiarity, gains
from saturate.reports.pages.glossary import WORDS, word
from saturate.reports.pages.headline import chosen_voters, figures, sentence
from saturate.reports.pages.missing import missing
from saturate.reports.picture import picture_svg
from saturate.reports.question_table import questions
from saturate.reports.reinforcement_table import reinforcement, stage_parts
from saturate.reports.safe_text import brief, unbroken, visible
from saturate.reports.tables import lineage, rung_costs
from saturate.results.caveats import caveats
from saturate.results.figures_text import note_without_samples
from saturate.results.labels import unknown_lines
from saturate.results.samples import Sample
from saturate.results.schema import Results
from saturate.results.text import BRACKETS, interval_text
from saturate.storage.files import written_whole

_SECTIONS = (
    ("verdict", "Verdict"),
    ("doubt", "Doubts"),
    ("saturation", "Saturation"),
    ("moved", "What moved"),
    ("frontier", "Frontier"),
    ("reinforcement", "Reinforcement"),
    ("figures", "Figures"),
    ("voters", "Voters"),
    ("labels", "Labels"),
    ("questions", "Questions"),
    ("original", "Original"),
    ("familiarity", "Familiarity"),
    ("untouched", "Untouched"),
    ("cost", "Cost"),
    ("samples", "Samples"),
    ("reproduction", "Reproduction"),
    ("words", "Words"),
)
_PLACE = re.compile(r"((?:translate\(|(?<=[0-9]),)-?[0-9]+\.[0-9]{2})[0-9]+(?=[,)])")
_LONGEST = 20_000
"""Characters of any one text."""


class _Size(NamedTuple):
    """How much of a run one file shows."""

    rounds: int | None
    rungs: int | None
    """Of an arm, in the charts of its labels by rung."""
    rows: int
    samples: int
    pictures: int
    characters: int


_FULL = _Size(None, None, 3_000, 400, 40, 1_500)
_STATIC = (
    _Size(12, 24, 120, 40, 12, 700),
    _Size(8, 12, 40, 12, 6, 400),
    _Size(4, 8, 12, 0, 0, 0),
    _Size(2, 4, 6, 0, 0, 0),
)
"""What a file without scripts shows; the smaller ones are for runs that would pass its limit."""
_STATIC_BYTES = 500_000


def write_report(
    results: Results,
    path: Path,
    *,
    interactive: bool = True,
    price_per_hour: float | None = None,
) -> Path:
    """Write the report of one run; see :func:`render`. Nothing half-written is left behind."""
    html = render(results, interactive=interactive, price_per_hour=price_per_hour)
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path) as partial:
        partial.write_text(html, "utf-8")
    return path


def render(
    results: Results, *, interactive: bool = True, price_per_hour: float | None = None
) -> str:
    """The report as HTML.

    Args:
        results: The run.
        interactive: Whether it holds scripts; without, it stays under 500 kB.
        price_per_hour: What an hour of the machine costs, where money is to be shown.
    """
    if interactive:
        return _page(results, _FULL, price_per_hour, interactive=True)
    for size in _STATIC:
        html = _page(results, size, price_per_hour, interactive=False)
        if len(html.encode()) < _STATIC_BYTES:
            break
    return html


def all_charts(
    results: Results, rounds: int | None = None, rungs: int | None = None
) -> dict[str, Any]:
    """Every chart by section: one, a list with one for each arm, or ``None`` where it is missing.

    Args:
        results: The run.
        rounds: Draw only so many rounds of an arm.
        rungs: Draw only so many rungs of an arm where they are those of its labels.
    """
    return {
        "saturation": saturation(results, rounds),
        "gains": gains(results.verdict),
        "frontier": frontier(results, rounds) if results.arms else None,
        "discrimination": discrimination(results.saturation),
        "voters": voters(results),
        "label_precision": label_precision(results, rounds),
        "labels": labels_by_rung(results, rungs),
        "original": original(results, rounds),
        "familiarity": familiarity(results.verdict),
        "untouched": untouched(results, rounds),
        "cost": cost(results),
    }


def _page(results: Results, size: _Size, price: float | None, *, interactive: bool) -> str:
    environment = Environment(
        loader=PackageLoader("saturate.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: visible(value, _LONGEST) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    rounds = max((len(arm.rounds) - 1 for arm in results.arms), default=0)
    sources = {name: _source(environment, name) for name in ("report.css", "report.js")}
    scripts = [vega.runtime(), sources["report.js"]] if interactive else []
    asked, rewarded = questions(results), reinforcement(results)
    absent = {n for n, t in (("questions", asked), ("reinforcement", rewarded)) if not t.rows}
    samples = (results.samples or [])[:: _stride(results, size)][: size.samples]
    environment.filters["unbroken"] = unbroken
    environment.globals.update(
        interactive=interactive, rows_shown=size.rows, text_shown=size.characters, word=word,
        svg=_svg, spec=lambda chart: _data(vega.live(chart.spec)), shown=visible,
        brief=brief, outcome=_outcome, drawn=picture_svg,
        brackets=BRACKETS,
        interval_text=interval_text,
    )  # fmt: skip
    return environment.get_template("report.html.j2").render(
        results=results,
        sections=[one for one in _SECTIONS if one[0] not in absent],
        rounds=rounds,
        shown_rounds=size.rounds - 1 if size.rounds and rounds >= size.rounds else None,
        shown_rungs=size.rungs if size.rungs and _rungs_labelled(results) > size.rungs else None,
        charts=all_charts(results, size.rounds, size.rungs),
        round_lines=_data(round_lines(results)),
        sentence=sentence(results),
        figures=figures(results),
        chosen=chosen_voters(results),
        caveats=caveats(results),
        missing=missing(results),
        samples=samples,
        pictures=[one for one in results.samples or [] if one.picture][: size.pictures],
        filters=_filters(samples),
        field_figures=page_tables(results),
        not_drawn=note_without_samples(results),
        unknown=[line for arm in results.arms for line in unknown_lines(arm)],
        questions=asked,
        reinforcement=rewarded,
        stage_parts=stage_parts(results),
        rung_costs=rung_costs(results, price),
        lineage=lineage(results),
        config=json.dumps(results.config, indent=1),
        words=WORDS,
        policy=_policy(sources["report.css"], scripts),
        style=Markup(sources["report.css"]),
        runtime=Markup(scripts[0]) if interactive else "",
        script=Markup(scripts[1]) if interactive else "",
    )


def _policy(style: str, scripts: list[str]) -> str:
    """Lets through the scripts and the style of this page by their hashes, and nothing else."""
    allowed = " ".join(_hash(script) for script in scripts) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _source(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


def _svg(chart: Chart) -> Markup:
    """Drawn by the library from data of ours: names in it are escaped as XML.

    Places are cut to a hundredth of a pixel, which makes a long run's charts a tenth smaller.
    """
    return Markup(_PLACE.sub(r"\1", vega.inline_svg(chart.spec)))


def _data(value: object) -> Markup:
    """JSON that cannot end the element around it, nor turn the lines of the file around."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=True)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _outcome(sample: Sample) -> str:
    told = {True: "right", False: "wrong", None: "not known"}[sample.right]
    return f"kept, {told}" if sample.reason == "kept" else sample.reason


def _filters(samples: list[Sample]) -> list[tuple[str, list[str]]]:
    return [
        ("arm", list(dict.fromkeys(one.arm for one in samples))),
        ("round", [str(number) for number in sorted({one.round for one in samples})]),
        ("rung", [str(rung) for rung in sorted({one.rung for one in samples})]),
        ("outcome", sorted({_outcome(one) for one in samples})),
    ]


def _rungs_labelled(results: Results) -> int:
    """The most rungs that an arm labelled in all its rounds."""
    found = ({x.rung for one in arm.rounds for x in one.labelling} for arm in results.arms)
    return max(map(len, found), default=0)


def _stride(results: Results, size: _Size) -> int:
    """So that a part of the samples still spans all rounds."""
    return max(1, -(-len(results.samples or []) // max(1, size.samples)))
