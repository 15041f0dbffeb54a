"""Draws a ladder's picture as SVG; how it looks, light or dark, is said in the page's style."""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from saturate.ladder import Link, Picture, Spot
from saturate.reports.safe_text import visible

_COLUMN, _ROW = 36, 27
"""Pixels from one spot to the next."""
_EDGE, _RADIUS, _TURN = 16, 11, 18
"""Free space around, size of a spot, and how far behind a spot its lines turn down."""
_LABEL = 4
"""Characters of a label that fit."""


def picture_svg(picture: Picture) -> Markup:
    """A picture with lines where the answer goes drawn strong, dashed where there is no link."""
    spots = picture.spots
    width = 2 * _EDGE + _COLUMN * max(spot.column for spot in spots)
    height = 2 * _EDGE + _ROW * max(spot.row for spot in spots)
    label = escape(visible(picture.says))
    parts = [
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{label}">'
    ]
    for name, answered in (("link", False), ("link way", True)):
        lines = [_line(spots, link) for link in picture.links if link.answered is answered]
        parts += [f'<path class="{name}" d="{"".join(lines)}"/>'] if lines else []
    jumps = [_jump(spots[first], spots[second]) for first, second in picture.jumps]
    parts += [f'<path class="jump" d="{"".join(jumps)}"/>'] if jumps else []
    parts += [_spot(spot) for spot in spots]
    return Markup("".join([*parts, "</svg>"]))


def _at(spot: Spot) -> tuple[int, int]:
    return _EDGE + _COLUMN * spot.column, _EDGE + _ROW * spot.row


def _line(spots: list[Spot], link: Link) -> str:
    (x, y), (right, below) = _at(spots[link.first]), _at(spots[link.second])
    return f"M{x} {y}H{right}" if y == below else f"M{x} {y}H{x + _TURN}V{below}H{right}"


def _jump(first: Spot, second: Spot) -> str:
    (x, y), (right, below) = _at(first), _at(second)
    return f"M{x} {y}Q{(x + right) // 2 + (below - y) // 3} {(y + below) // 2} {right} {below}"


def _spot(spot: Spot) -> str:
    """A disc with its label; the start is a square, and the goal has a second ring."""
    x, y = _at(spot)
    name = f"spot {spot.role}{' way' if spot.answered else ''}"
    shape = f'<circle class="{name}" cx="{x}" cy="{y}" r="{_RADIUS}"/>'
    if spot.role == "start":
        side = 2 * _RADIUS
        corner = f'x="{x - _RADIUS}" y="{y - _RADIUS}"'
        shape = f'<rect class="{name}" {corner} width="{side}" height="{side}" rx="2"/>'
    if spot.role == "goal":
        shape = f'<circle class="{name}" cx="{x}" cy="{y}" r="{_RADIUS + 3}"/>{shape}'
    return f'{shape}<text x="{x}" y="{y}">{escape(visible(spot.label[:_LABEL]))}</text>'
