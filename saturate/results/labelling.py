"""How the rungs of a round were labelled, and what a model wrote as their questions."""

from __future__ import annotations

from typing import NamedTuple

from saturate.results.base import ResultModel
from saturate.stats.intervals import Count, Interval, share_of


class DesignEffects(NamedTuple):
    """How many of what is counted tell as much as one by itself, as several are on one problem, or
    on problems made from one published item (:mod:`saturate.stats.clusters`); 1 in older files."""

    labels: float = 1.0
    ballots: float = 1.0


class RungLabelling(ResultModel):
    """How one rung was labelled in one round."""

    rung: int
    proposals: int
    kept: int
    outside_band: int = 0
    """Labels that were not kept, as more voters agreed on them than is trained on, or fewer."""
    few_views: int = 0
    """Proposals without a label, as they have too few views for any answer to win."""
    left_out: int = 0
    """Proposals that a voter's context does not hold with an answer, which were not asked."""
    coverage: float
    """Share of the proposals that got a label, kept or outside the band."""
    estimated_precision: float | None
    """Share of right labels, at least, estimated from the ballots alone; ``None`` where that is not
    known; for a control, as it was made."""
    why_unknown: str = ""
    """Why it is not known, in a clause; empty where it is."""
    off_trend: float = 0.0
    """Share of the agreed answers of another length than the rungs below let expect."""
    trained: bool
    """Whether the labels went into training, or a rule held them back."""
    held_back: str = ""
    """Which rule did, in a clause; empty where none did, and from an older saturate."""
    pairs: int
    """Training pairs."""
    audit: Count
    """Right labels among those kept, by the sealed gold."""
    ballots: Count
    """Right ballots among all."""
    design_effects: DesignEffects = DesignEffects()
    """Of ``audit`` and ``ballots``."""
    unaudited: int = 0
    """Labels trained on whose true answer is not known; neither count holds them."""

    @property
    def label_precision(self) -> Interval | None:
        """Right labels among those kept; ``None`` where none is audited."""
        return share_of(self.audit, self.design_effects.labels) if self.audit.total else None


class RungWriting(ResultModel):
    """What the model wrote when problems of one rung were asked for in one round."""

    rung: int
    written: int
    fates: dict[str, int]
    """How many came to what: ``unreadable``, ``other rung``, ``copy``, ``near-copy``, ``reserved``
    (a problem of the score split), ``proposed``."""
    really: dict[int, int]
    """Readable texts by the rung that the ladder reads them on; empty where it reads none."""
    tokens: int
    """Tokens of all texts."""

    @property
    def readable(self) -> int:
        """Texts that are problems, as far as the ladder can tell."""
        return self.written - self.fates.get("unreadable", 0)

    @property
    def proposed(self) -> int:
        """New problems of the rung, which the voters were asked."""
        return self.fates.get("proposed", 0)
