"""Findings in plain words, with the figures that carry them."""

from __future__ import annotations

from collections.abc import Sequence

from saturate.analysis.verdict.rules import NamedFinding, QuantityTable
from saturate.analysis.verdict.rungs_alone import RungsAlone
from saturate.results.numbered import numbered
from saturate.results.text import percent_text
from saturate.results.verdict import Quantity
from saturate.stats.intervals import Interval


def sentence(
    found: NamedFinding,
    quantities: Sequence[Quantity],
    controls: Sequence[str],
    rungs: RungsAlone,
    original_skipped: str | None,
) -> str:
    """One sentence: what moved on the ladder, then what the original benchmark did."""
    table = QuantityTable(quantities, controls)
    ladder = _ladder_part(found, table, rungs)
    return f"{ladder}; {_original_part(table, original_skipped)}."


def named(said: str, told: bool) -> str:
    """The same, named supervised where true answers were rewarded (``told``)."""
    return f"Supervised, by true answers as rewards: {said[0].lower()}{said[1:]}" if told else said


def _ladder_part(found: NamedFinding, table: QuantityTable, rungs: RungsAlone) -> str:
    learned = rungs.learned
    unseen, readable = table.get("unseen", "strict"), table.get("readable", "strict")
    known = f"{rungs_text(learned)} {was(learned)} learned" if learned else "no rung was learned"
    if found.finding == "collapse":
        if readable is None or "original" in found.reason:
            return "The original benchmark collapsed"
        best = readable.contrasts[0].against
        since = "the base model" if best == "base" else best
        return _cap(f"{_fall(readable)} since {since}")
    if found.finding == "noise":
        return (
            "No scored rungs taken together and no benchmark rose beyond noise: "
            f"{_unmoved(unseen)}{_alone(rungs.risen)}{_drawn(table)}"
        )
    if found.finding == "format":
        return _cap(f"the gain is one of format ({found.reason}): {known}")
    if found.finding == "familiarity":
        gap = table.get("familiarity", "flexible")
        assert gap is not None  # the finding rests on it
        return (
            f"The original items that have redraws gained {points(gap.after)} points, the redraws "
            f"{points(gap.before)}: they have become familiar, and {known}"
        )
    if found.finding == "sharpening":
        return _cap(f"{sharpened(table)}: sharpened, and {known}")
    if unseen is None or unseen.moved != "rose":
        return _cap(known if found.finding == "capability" else f"{known} ({found.reason})")
    risen = (
        f"{rungs_text(unseen.rungs)} rose by {_interval(unseen.contrasts[0].difference)} points "
        "before any training on them"
    )
    tail = _beside(unseen) if found.finding == "capability" else f" ({found.reason})"
    return _cap(f"{known}, {'and' if learned else 'but'} {risen}{tail}")


def _original_part(table: QuantityTable, skipped: str | None) -> str:
    strict, flexible = table.get("original", "strict"), table.get("original", "flexible")
    if strict is None or flexible is None:
        return "the original benchmark was not scored" + ("" if skipped else " in this round")
    lenient = table.lenient("original")
    if strict.moved != flexible.moved or (strict.moved != "held" and not lenient):
        return (
            f"by the strict reading the original benchmark {_moved(strict)}, by the flexible one "
            f"it {_moved(flexible)}"
        )
    quantity = flexible if lenient else strict
    if quantity.moved == "held":
        return (
            f"the original benchmark did not move: {quantity.items:,} items can show "
            f"{100 * quantity.detectable:.1f} points, the change was {points(_change(quantity))}"
        )
    return f"the original benchmark {_moved(quantity)} on {quantity.items:,} items"


def _moved(quantity: Quantity) -> str:
    if quantity.moved != "held":
        return f"{quantity.moved} by {_interval(_shift(quantity))} points"
    return (
        f"changed by {points(_change(quantity))} points, where {quantity.items:,} items can show "
        f"{100 * quantity.detectable:.1f}"
    )


def sharpened(table: QuantityTable) -> str:
    """How one drawn answer and any of several moved, where both were asked for."""
    one, several = table.get("avg@1", "strict"), table.get("pass@k", "strict")
    assert one is not None and several is not None  # sharpening rests on them
    return (
        f"on {rungs_text(one.rungs)} one drawn answer was right in {_interval(_shift(one))} points "
        f"more and any of several in {_interval(_shift(several))} points less"
    )


def _alone(risen: Sequence[int]) -> str:
    """Rungs that rose where those that they are pooled with did not; empty where none did."""
    each = "each " if len(risen) > 1 else ""
    return f"; but {rungs_text(risen)} rose {each}by itself" if risen else ""


def _drawn(table: QuantityTable) -> str:
    """What drawn answers gained where greedy ones did not; empty where they did not either."""
    held = [
        (table.get("avg@1", "strict"), "one drawn answer was"),
        (table.get("pass@k", "strict"), "any of several was"),
    ]
    risen = [(q, said) for q, said in held if q is not None and q.moved == "rose"]
    if not risen:
        return ""
    told = " and ".join(f"{said} right in {_interval(_shift(q))} points more" for q, said in risen)
    return f"; but on {rungs_text(risen[0][0].rungs)} {told}"


def _shift(quantity: Quantity) -> Interval:
    return quantity.contrasts[0].difference


def _unmoved(unseen: Quantity | None) -> str:
    if unseen is None:
        return "no rung was scored before it was trained on"
    if unseen.moved == "fell":
        fall = _interval(unseen.contrasts[0].difference)
        return f"{rungs_text(unseen.rungs)} fell by {fall} points before any training on them"
    need = f"; about {unseen.needed:,} would show a change of that size" if unseen.needed else ""
    return (
        f"on rungs not yet trained on {unseen.items:,} items can show "
        f"{100 * unseen.detectable:.1f} points and the change was {points(_change(unseen))}{need}"
    )


def _fall(quantity: Quantity) -> str:
    return (
        f"{rungs_text(quantity.rungs)} fell from {percent_text(quantity.before, 0)} to "
        f"{percent_text(quantity.after, 0)} %"
    )


def _beside(unseen: Quantity) -> str:
    arms = [
        f"{c.against} {points(c.own.value)}"
        for c in unseen.contrasts
        if c.role == "control" and c.own is not None
    ]
    return f" (controls: {', '.join(arms)})" if arms else ""


def _change(quantity: Quantity) -> float:
    return _shift(quantity).value


def points(share: float) -> str:
    """A difference of shares in points, signed; no minus before a zero."""
    text = f"{100 * share:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text


def _interval(interval: Interval) -> str:
    """A change whose direction the verb tells, with its ends."""
    value, low, high = (100 * x for x in interval)
    if value < 0:
        value, low, high = -value, -high, -low
    return f"{value:.1f} [{low:.1f}, {high:.1f}]"


def rungs_text(rungs: Sequence[int]) -> str:
    """``rungs 6 to 8 and 10``."""
    return numbered("rung", rungs)


def was(rungs: Sequence[int]) -> str:
    """The verb that fits the number of rungs."""
    return "was" if len(rungs) == 1 else "were"


def _cap(text: str) -> str:
    return text[0].upper() + text[1:]
