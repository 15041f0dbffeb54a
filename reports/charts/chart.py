"""What a chart is: a specification to draw, words for those who cannot see it, its table."""

from __future__ import annotations

from dataclasses import dataclass

from saturate.reports.charts.vega import Spec
from saturate.reports.tables import Table


@dataclass(frozen=True)
class Chart:
    """One chart."""

    name: str
    """File name, and id in the page."""
    title: str
    alt: str
    """What it shows, for those who cannot see it."""
    spec: Spec
    """Vega-Lite, without size and colours of the page."""
    table: Table
    last_round: int | None = None
    """The last round drawn, where the chart follows the slider over rounds."""
