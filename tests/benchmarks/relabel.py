"""Would newer models label a run's older rounds better than the models that labelled them did?

Usage: python tests/benchmarks/relabel.py RUN [ROUNDS_LATER ...]

Asks the voters of the model after round r + d about the proposals of round r, filters their ballots
as the run did, and opens gold: share kept and label precision, old and new. ``d = 0`` is the model
that was just trained on those labels.
"""

from __future__ import annotations

import sys
from pathlib import Path

from saturate.config.held_settings import remembered
from saturate.models.loading import load
from saturate.models.prompting import Prompter
from saturate.models.transformers import TransformersSampler
from saturate.registry import load_ladder
from saturate.run.audit import audit
from saturate.storage.files import each_row, must_read_json
from saturate.storage.layout import LABELS, MODEL
from saturate.voting.ballots import VoterModel
from saturate.voting.label import label
from saturate.voting.labelled import LabelledProposal
from saturate.voting.poll import ask


def main(folder: Path, later: list[int]) -> None:
    """Print a row for every labelled rung of every round and every newer model."""
    config = remembered(must_read_json(folder / "run.json"))
    ladder = load_ladder(config.ladder, config.benchmark_data)
    places = sorted((folder / "voted").glob("[0-9]*"))
    print("round rung later | old: kept right | new: kept right estimate")
    for number, place in enumerate(places):
        rows = [LabelledProposal.from_row(row) for row in each_row(place / "label" / LABELS)]
        for rung in sorted({row.proposal.rung for row in rows}):
            old = [row for row in rows if row.proposal.rung == rung]
            proposals = [row.proposal for row in old]
            for d in later:
                if number + d >= len(places) or not (places[number + d] / "train-0").exists():
                    continue
                loaded = load(str(places[number + d] / "train-0" / MODEL))
                sampler = TransformersSampler(loaded)
                member = VoterModel(sampler, Prompter(ladder, sampler, loaded.bare_prompts))
                ballots = ask(ladder, proposals, [member], config)
                found = label(rung, proposals, ballots, config)
                shown = [_audited(ladder, some, rung) for some in (old, found.labelled)]
                print(
                    f"{number + 1:5} {rung:4} {d:5} | {shown[0]} | {shown[1]} "
                    f"{found.stats.precision:.3f}",
                    flush=True,
                )


def _audited(ladder, rows, rung) -> str:
    right, total = audit(ladder, rows, filtered=True)[rung].labels.count
    return f"{total / len(rows):5.2f} {right / max(total, 1):6.3f}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(word) for word in sys.argv[2:]] or [0, 1, 3])
