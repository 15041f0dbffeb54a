"""The rules that name a finding. docs/verdict.md states them in the same order.

They read quantities with corrected intervals and nothing else, so a finding can be checked by hand
from ``results.json``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from saturate.analysis.arm_roles import FORMAT, MAJORITY
from saturate.results.verdict import Contrast, Finding, Quantity, QuantityName, Reading

COLLAPSE = 0.05
"""A fall counts as a collapse when all of its interval lies beyond so much."""
_LENIENT = 0.9
"""A flexible reading that finds less than this share of what the strict one finds is not lenient
(its answers are no numbers, say); then the strict one stands alone."""
_OF_THE_LADDER: tuple[QuantityName, ...] = ("unseen", "trained", "known")
_GAINS: tuple[QuantityName, ...] = ("unseen", "original", "trained", "untouched", "known")


class NamedFinding(NamedTuple):
    """A finding and the rule that decided."""

    finding: Finding
    reason: str


def name_finding(quantities: Sequence[Quantity], controls: Sequence[str]) -> NamedFinding:
    """Name what the quantities show.

    Args:
        quantities: What was looked at, with corrected intervals.
        controls: Control arms of the run, whether or not they have come as far as this round.
    """
    if not quantities:
        return NamedFinding("noise", "nothing was scored")
    table = QuantityTable(quantities, controls)
    if fallen := table.collapsed():
        return NamedFinding("collapse", f"{fallen} fell by more than {100 * COLLAPSE:.0f} points")
    risen = [q for q in quantities if q.moved == "rose" and q.name in (*_GAINS, "redrawn")]
    sharper = NamedFinding(
        "sharpening", "one drawn answer is right more often, any of several less often"
    )
    if not risen and table.sharpened():
        return sharper
    if not risen:
        return NamedFinding("noise", "no scored rungs taken together and no benchmark rose")
    if table.capability("unseen"):
        return NamedFinding("capability", "unseen rungs rose more than in every control")
    familiar = table.rose("familiarity")
    if table.capability("original") and table.real("redrawn") and not familiar:
        return NamedFinding(
            "capability", "the original rose more than in every control, and its redraws rose"
        )
    if table.sharpened():
        return sharper
    if familiar and not table.rose_at_all("redrawn") and not table.real("unseen"):
        return NamedFinding("familiarity", "the original items rose and their redraws did not")
    real = [name for name in _GAINS if table.real(name)]
    if not real:
        return _format_or_gain(table)
    if all(table.explained_by_format(name) for name in real):
        return NamedFinding("format", "the format arm rose as much")
    return NamedFinding("gain", table.shortfall(real))


def _format_or_gain(table: QuantityTable) -> NamedFinding:
    strict_only = [name for name in _GAINS if table.strict_only(name)]
    if any(table.format_gap(name) for name in strict_only):
        return NamedFinding("format", "the strict reading rose, the flexible one did not")
    if strict_only:
        return NamedFinding("gain", "strict and flexible reading are not told apart")
    return NamedFinding("gain", "only the flexible reading or the redraws rose")


class QuantityTable:
    """Questions to the quantities of one round."""

    def __init__(self, quantities: Sequence[Quantity], controls: Sequence[str]) -> None:
        self._all = list(quantities)
        self._controls = list(controls)

    def get(self, name: QuantityName, reading: Reading) -> Quantity | None:
        """The first quantity of that name and reading; ``untouched`` may be of several ladders."""
        return next((q for q in self._all if q.name == name and q.reading == reading), None)

    def rose(self, name: QuantityName) -> bool:
        """Whether the quantity rose by the reading that decides on its own."""
        return any(q.moved == "rose" for held in self._held(name) for q in _decisive(held))

    def rose_at_all(self, name: QuantityName) -> bool:
        """Whether it rose by either reading."""
        return any(q.moved == "rose" for q in self._all if q.name == name)

    def real(self, name: QuantityName) -> bool:
        """Whether it rose by both readings, or by the strict one where no other is lenient."""
        return any(map(_really_rose, self._held(name)))

    def lenient(self, name: QuantityName) -> bool:
        """Whether its flexible reading is heard beside the strict one."""
        strict, flexible = self.get(name, "strict"), self.get(name, "flexible")
        return strict is not None and flexible is not None and _lenient(strict, flexible)

    def strict_only(self, name: QuantityName) -> bool:
        """Whether it rose by the strict reading and not by a lenient one."""
        return any(map(_rose_strictly_only, self._held(name)))

    def format_gap(self, name: QuantityName) -> bool:
        """Whether its strict reading rose more than its flexible one, item by item."""
        return any(
            q.moved == "rose" and (q.ladder is None) == (name == "original")
            for q in self._all
            if q.name == "format"
        )

    def collapsed(self) -> str:
        """What fell by more than the margin; empty where nothing did."""
        readable, original = self.get("readable", "strict"), self.get("original", "flexible")
        if readable is not None and readable.contrasts[0].difference.high < -COLLAPSE:
            return "rungs that were read before"
        if original is not None and original.contrasts[0].difference.high < -COLLAPSE:
            return "the original benchmark"
        return ""

    def sharpened(self) -> bool:
        """Whether one drawn answer got better while any of several got worse.

        Training that only narrows what a model says does that (Huang et al. 2024, arXiv 2412.01951,
        on sharpening; Yue et al. 2025, arXiv 2504.13837, on pass@k curves that cross).
        """
        several = self.get("pass@k", "strict")
        return self.rose("avg@1") and several is not None and several.moved == "fell"

    def capability(self, name: QuantityName) -> bool:
        """Whether it really rose, and more than in every control, of which there is one."""
        return self.real(name) and bool(self._asked(name)) and not self.unbeaten(name)

    def unbeaten(self, name: QuantityName) -> list[str]:
        """Controls that were not beaten, or have not come so far."""
        return [
            control
            for control in self._asked(name)
            if not all(_beats(q, control) for held in self._held(name) for q in _decisive(held))
        ]

    def untold(self, name: QuantityName) -> str:
        """What holds a gain of that name back: controls that are as good, or not so far yet."""
        unbeaten = self.unbeaten(name)
        late = [one for one in unbeaten if not self._is_there(name, one)]
        equal = [one for one in unbeaten if one not in late]
        told = [f"not told apart from {', '.join(equal)}"] if equal else []
        if late:
            told.append(f"{', '.join(late)} {'has' if len(late) == 1 else 'have'} not come as far")
        return "; ".join(told)

    def _is_there(self, name: QuantityName, control: str) -> bool:
        """Whether any reading of a quantity could be held against a control."""
        return any(_against(q, control) for held in self._held(name) for q in held.values())

    def _asked(self, name: QuantityName) -> list[str]:
        """The controls that a quantity can be held against: a vote answers the ladder alone."""
        return [c for c in self._controls if c != MAJORITY or name in _OF_THE_LADDER]

    def explained_by_format(self, name: QuantityName) -> bool:
        """Whether the format arm rose as well, and the judged arm no more than it."""
        risen = [_decisive(held) for held in self._held(name) if _really_rose(held)]
        return FORMAT in self._controls and all(map(_explained_by_format, risen))

    def shortfall(self, real: Sequence[QuantityName]) -> str:
        """Why a real gain is not called capability."""
        if not self._controls:
            return "gain without control"
        if "unseen" in real:
            return self.untold("unseen")
        if self.get("unseen", "strict") is None:
            return "no rung was scored between the first round and its own training"
        if "original" in real:
            return "the original rose, unseen rungs did not"
        return "unseen rungs did not rise"

    def _held(self, name: QuantityName) -> list[_Held]:
        """The readings of a quantity, of each ladder that it is told of."""
        ladders = dict.fromkeys(q.ladder for q in self._all if q.name == name)
        return [
            {q.reading: q for q in self._all if q.name == name and q.ladder == ladder}
            for ladder in ladders
        ]


_Held = Mapping[Reading, Quantity]
"""One quantity of one ladder, by reading."""


def _decisive(held: _Held) -> list[Quantity]:
    strict, flexible = held.get("strict"), held.get("flexible")
    if strict is None or flexible is None or _lenient(strict, flexible):
        return list(held.values())
    return [strict]


def _really_rose(held: _Held) -> bool:
    return all(q.moved == "rose" for q in _decisive(held))


def _rose_strictly_only(held: _Held) -> bool:
    strict, flexible = held.get("strict"), held.get("flexible")
    if strict is None or flexible is None or not _lenient(strict, flexible):
        return False
    return strict.moved == "rose" and flexible.moved != "rose"


def _explained_by_format(decisive: Sequence[Quantity]) -> bool:
    against = [_against(q, FORMAT) for q in decisive]
    rose = any(c is not None and c.own is not None and c.own.low > 0 for c in against)
    return rose and not all(_beats(q, FORMAT) for q in decisive)


def _lenient(strict: Quantity, flexible: Quantity) -> bool:
    return flexible.after >= _LENIENT * strict.after


def _against(quantity: Quantity, arm: str) -> Contrast | None:
    return next((c for c in quantity.contrasts if c.against == arm), None)


def _beats(quantity: Quantity, control: str) -> bool:
    contrast = _against(quantity, control)
    return contrast is not None and contrast.difference.low > 0
