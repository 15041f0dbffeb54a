"""``saturate turns``: let a model play problems turn by turn."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from pydantic import Field

from saturate.config.fields import ITEMS, Seed
from saturate.config.settings import AnsweringSettings


class TurnSettings(AnsweringSettings):
    """Who plays what."""

    ladder: str = "tools-json"
    """Name of a ladder that is played in turns."""
    items: Annotated[int, Field(ge=1), ITEMS] = 50
    """How many problems; fewer where the rung holds fewer."""
    seed: Seed = 0
    """Which problems; 0 for those that runs score."""


def turns(
    out: Path,
    /,
    *,
    model: str,
    rung: int,
    settings: Annotated[TurnSettings, Parameter(name="*")] = TurnSettings(),
) -> None:
    """Score a model on problems that it plays turn by turn, each result before the next call.

    Asks the problems that runs score, and keeps every turn in OUT/samples.jsonl.

    Parameters
    ----------
    out
        Folder for samples and summary.
    model
        A local folder, a hub id, or the name of a model that a server holds.
    rung
        The ladder's rung.
    """
    from rich.progress import Progress

    from saturate.config.model_options import keeping
    from saturate.models.engines import open_model
    from saturate.models.naming import resolve
    from saturate.registry import load_ladder, require_rung
    from saturate.results.text import interval_text
    from saturate.scoring.turns import play
    from saturate.stats.intervals import wilson
    from saturate.storage.answers import kept_answers
    from saturate.storage.files import disk_errors, write_json, write_rows
    from saturate.storage.layout import SAMPLES, SUMMARY
    from saturate.storage.outputs import check_new_folder
    from saturate.task_yamls.documents import distinct_problems

    check_new_folder(out)
    family = load_ladder(settings.ladder)
    require_rung(family.describe(), rung)
    problems = distinct_problems(family, rung, "score", settings.items, settings.seed)
    (name,) = settings.located([model])
    place = resolve(name, ladder=settings.ladder)
    asked = [model, rung, settings.stage_settings()]
    with kept_answers("turns", asked) as file, Progress(transient=True) as bar:
        task = bar.add_task("play", total=len(problems))
        options = keeping(settings.model_options, file)
        facts, sampler = open_model(place, settings.engine, options)
        with closing(sampler):
            episodes = play(
                sampler, family, problems, facts.bare_prompts, lambda n: bar.advance(task, n)
            )
    right = sum(episode.right for episode in episodes)
    share = wilson(right, len(episodes))
    calls = sum(len(episode.results) for episode in episodes) / len(episodes)
    summary = {
        "ladder": settings.ladder,
        "rung": rung,
        "model": model,
        "seed": settings.seed,
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
