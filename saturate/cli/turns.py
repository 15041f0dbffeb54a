"""``saturate turns``: let a model play problems turn by turn."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from saturate.config.fields import ITEMS


def turns(
    out: Path, /, *, model: str, rung: int, ladder: str = "tools-json",
    items: Annotated[int, ITEMS] = 50, seed: int = 0,
) -> None:  # fmt: skip
    """Score a model on problems that it plays turn by turn, each result before the next call.

    Asks the problems that runs score, and keeps every turn in OUT/samples.jsonl.

    Parameters
    ----------
    out
        Folder for samples and summary.
    model
        A local folder, or a hub id.
    rung
        The ladder's rung.
    ladder
        Name of a ladder that is played in turns.
    items
        How many problems; fewer where the rung holds fewer.
    seed
        Which problems; 0 for those that runs score.
    """
    from rich.progress import Progress

    from saturate.errors import SaturateError
    from saturate.models.loading import load, resolve
    from saturate.models.transformers import TransformersSampler
    from saturate.registry import load_ladder, require_rung
    from saturate.results.text import interval_text
    from saturate.scoring.turns import play
    from saturate.stats.intervals import wilson
    from saturate.storage.files import disk_errors, write_json, write_rows
    from saturate.storage.layout import SAMPLES, SUMMARY
    from saturate.storage.outputs import check_new_folder
    from saturate.task_yamls.documents import distinct_problems

    check_new_folder(out)
    family = load_ladder(ladder)
    require_rung(family.describe(), rung)
    if items < 1 or seed < 0:
        raise SaturateError("--items must be 1 or more, and --seed 0 or more.")
    problems = distinct_problems(family, rung, "score", items, seed)
    loaded = load(resolve(model))
    with Progress(transient=True) as bar:
        task = bar.add_task("play", total=len(problems))
        sampler = TransformersSampler(loaded)
        episodes = play(
            sampler, family, problems, loaded.bare_prompts, lambda n: bar.advance(task, n)
        )
    right = sum(episode.right for episode in episodes)
    share = wilson(right, len(episodes))
    calls = sum(len(episode.results) for episode in episodes) / len(episodes)
    summary = {
        "ladder": ladder,
        "rung": rung,
        "model": model,
        "seed": seed,
        "items": len(episodes),
        "right": right,
        "interval": [share.low, share.high],
        "finished": sum(episode.finished for episode in episodes),
        "calls": calls,
    }
    with disk_errors(out):
        out.mkdir(parents=True, exist_ok=True)
        write_rows(out / SAMPLES, [episode.to_row() for episode in episodes])
        write_json(out / SUMMARY, summary)
    print(f"Rung {rung:<5} {interval_text(share, 100)} % right by turns; {calls:.1f} calls each")
    print(f"Samples    {out / SAMPLES}")
