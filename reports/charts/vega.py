"""Draws a chart: one Vega-Lite specification becomes the live chart, the SVG and the PNG.

Vega is drawn by the library's own engine inside ``vl-convert``, a wheel that needs neither a
browser nor the network; the same wheel gives the script that redraws the chart in the page.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import vl_convert

from saturate.reports.safe_text import visible

Spec = dict[str, Any]

WIDTH, HEIGHT = 440, 290
"""Size of an inline chart, in CSS pixels: readable on a phone, and scaled up on a desk."""
_VERSION = "6.4"
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#808080")
"""Of Okabe and Ito's colours, those that stand out from white and from black, and a grey."""
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")
INK = "currentColor"
"""The text colour of the page; pictures of their own get a dark grey for it."""
_PAPER_INK = "#333333"
_FONT = "system-ui, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"


def style(position: int) -> tuple[str, list[int], str]:
    """Colour, dash and marker of a series: no two of the first 25 share all three."""
    turn = position // len(COLOURS)
    return (
        COLOURS[position % len(COLOURS)],
        DASHES[(position + turn) % len(DASHES)],
        SHAPES[(position + turn) % len(SHAPES)],
    )


def inline_svg(spec: Spec) -> str:
    """A picture for inside the page: it takes the page's text colour and width.

    Its font is said once, and not at every text of it, which makes a long page a twelfth smaller.
    """
    svg: str = vl_convert.vegalite_to_svg(_dressed(spec, INK), vl_version=_VERSION)
    font = f' font-family="{_FONT}"'
    return svg.replace(font, "").replace("<svg", f"<svg{font}", 1)


def live(spec: Spec) -> Spec:
    """What the script in the page draws from."""
    compiled: Spec = vl_convert.vegalite_to_vega(_dressed(spec, INK), vl_version=_VERSION)
    return compiled


def picture(spec: Spec, title: str, kind: str, scale: float = 2.0) -> bytes:
    """A picture for papers and posts: a title, dark ink on white.

    Args:
        spec: The chart.
        title: Printed above it.
        kind: ``svg`` or ``png``.
        scale: Pixels of a PNG for each CSS pixel.
    """
    inked = json.loads(json.dumps(spec).replace(f'"{INK}"', f'"{_PAPER_INK}"'))
    full = _dressed(inked, _PAPER_INK) | {"title": title, "background": "white", "padding": 12}
    if kind == "svg":
        return str(vl_convert.vegalite_to_svg(full, vl_version=_VERSION)).encode()
    return bytes(vl_convert.vegalite_to_png(full, vl_version=_VERSION, scale=scale))


@cache
def runtime() -> str:
    """Vega itself with its interpreter of expressions, as a script that leaves ``vegaEmbed``."""
    script: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=_VERSION)
    return script.replace("</script", "<\\/script")


def _dressed(spec: Spec, ink: str) -> Spec:
    quiet = {"labelColor": ink, "titleColor": ink, "labelFontSize": 12, "titleFontSize": 12}
    config: Spec = {
        "font": _FONT,
        "aria": False,  # the page names each chart as a whole, and its table holds the figures
        "view": {"stroke": None},
        "axis": quiet
        | {
            "titleFontWeight": "normal",
            "gridColor": ink,
            "gridOpacity": 0.13,
            "domainColor": ink,
            "domainOpacity": 0.4,
            "tickColor": ink,
            "tickOpacity": 0.4,
            "labelOverlap": True,
        },
        "axisX": {"labelSeparation": 12},  # a reader's font may be wider than the one measured
        "legend": quiet | {"orient": "bottom", "title": None, "symbolSize": 90, "labelLimit": 200,
                           "symbolStrokeWidth": 2, "columns": 3},
        "title": {"color": ink, "fontSize": 14, "anchor": "start", "fontWeight": 600},
        "text": {"color": ink, "fontSize": 12},
        "rule": {"color": ink},
    }  # fmt: skip
    size: Spec = {} if "concat" in spec else {"width": WIDTH, "height": HEIGHT}
    fit = {"autosize": {"type": "fit", "contains": "padding"}} if "layer" in spec else {}
    made: Spec = {"background": None} | size | fit | _shown(spec) | {"config": config}
    return made


def _shown(part: Any) -> Any:
    """The same with every text made visible: names in it may be a stranger's."""
    if isinstance(part, str):
        return visible(part)
    if isinstance(part, dict):
        return {key: _shown(value) for key, value in part.items()}
    return [_shown(value) for value in part] if isinstance(part, list) else part
