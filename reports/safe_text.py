"""Makes text of a model safe to look at: what would be invisible or turn lines around is shown."""

from __future__ import annotations

import re
import unicodedata

MOST = 2_000
"""Characters of one text that a report shows."""
_KEPT = {"\n", "\t", "\u200d"}
"""Line breaks, tabs, and the joiner that holds emoji together, where that is all it does."""
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
"""Unicode categories with nothing to see: controls, formats (bidi, zero width), surrogates ..."""
_BLANK = re.compile(
    "[\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Letters and marks that draw nothing although their category says otherwise."""
_STACKED = re.compile(
    r"((?:[^\W_]|[^\w\s])?)([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4,})"
)
"""Combining marks piled so high that they run into the lines around."""


_TOGETHER = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<=\d) (?=%|\[[-+]?\d|(?:points?|rungs?|rounds?|items?|minutes?|seeds?|runs?)\b)",
        r"(?<=rung) (?=\d)|(?<=rungs) (?=\d)|(?<=round) (?=\d)|(?<=rounds) (?=\d)",
        r"(?<=\d,) (?=[-+]?[\d.]+\])",
    )
)
"""Spaces at which a line must not break."""


def visible(text: str, most: int = MOST) -> str:
    """The text with hidden characters spelled out as ``⟨U+202E⟩``, cut to a length.

    Escaping for HTML is the template's work, not done here.

    Args:
        text: Anything, from anywhere.
        most: Characters of ``text`` to show; the rest is counted.
    """
    if len(text) <= most and text.isascii() and text.isprintable():
        return text
    shown = _BLANK.sub(lambda match: _named(match[0]), text[:most])
    shown = _STACKED.sub(lambda match: match[1] + "".join(map(_named, match[2])), shown)
    shown = "".join(_named(c) if _is_hidden(c) else c for c in shown)
    return f"{shown} … [{len(text) - most:,} more characters]" if len(text) > most else shown


def brief(text: str, most: int) -> str:
    """One line of it, for a summary."""
    line = " ".join(text[: 4 * most].split())
    return visible(line[:most]) + ("…" if len(line) > most or len(text) > 4 * most else "")


def unbroken(text: str) -> str:
    """The sentence with no-break spaces between a number and what it counts or numbers.

    So a line ends neither in ``80`` before ``% power`` nor inside ``[21.5, 26.2]``.
    """
    for pattern in _TOGETHER:
        text = pattern.sub("\u00a0", text)
    return text


def slug(text: str, fallback: str) -> str:
    """A name that is safe as a file name and as an id in HTML."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40] or fallback


def _is_hidden(character: str) -> bool:
    return character not in _KEPT and unicodedata.category(character) in _HIDDEN


def _named(character: str) -> str:
    return f"⟨U+{ord(character):04X}⟩"
