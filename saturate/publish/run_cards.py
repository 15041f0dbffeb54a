"""Model card and dataset card, filled from the results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from saturate.config.settings import SEED_MODEL
from saturate.harden.tasks.facts import OPERATORS
from saturate.publish.private import is_local
from saturate.publish.scoring_words import how_scored, prompt_flags, why_no_tasks
from saturate.publish.training_words import training_words
from saturate.results.caveats import caveats
from saturate.results.labels import estimate_text
from saturate.results.schema import ArmResult, Results, Round, RungScore
from saturate.results.text import BRACKETS, frontier_text, interval_text
from saturate.stats.intervals import Count, share_of

_OWN_LICENCE = "apache-2.0"
_PUBLISHED = (
    "The scored documents are published beside the model. Whoever trains on them can no longer be "
    "scored on them; draw new ones."
)
_NO_TRUTH = " No true answer is in the corpus."
_NO_TRUTH_ASKED = (
    " No true answer to what was asked is in the corpus; where prompts show few-shot examples, "
    "these are published items with their answers."
)


class Licence(NamedTuple):
    """A licence as the hub's cards name it."""

    short: str
    """The hub's name; ``other`` for one that it does not list."""
    name: str | None = None
    """What one is called that is not listed."""
    link: str | None = None
    """Where anybody can read it; ``None`` where that is a file beside the base model."""

    @property
    def text(self) -> str:
        """It in a sentence."""
        called = self.name or self.short
        return f"[{called}]({self.link})" if self.link else called


class Publication(NamedTuple):
    """What goes out of a run, beside its results."""

    repository: str
    """Where it goes."""
    base: str
    """The base model as it was named on the command line."""
    licence: Licence | None
    """The base model's; ``None`` where it is not known."""
    weights: str
    """Hash of the published weights."""
    chats: bool
    """Whether the published model has a chat template."""
    pairs: int
    """How many the corpus holds."""
    tasks: Mapping[int, str]
    """The task of each frozen rung; none where no scored document is published."""


def model_card(results: Results, arm: ArmResult, out: Publication) -> str:
    """The model card.

    Args:
        results: Public results.
        arm: The arm whose model is published.
        out: What goes out.
    """
    from huggingface_hub import EvalResult, ModelCard, ModelCardData

    first, last = arm.rounds[0], arm.rounds[-1]
    words = training_words(results, arm)
    licence = out.licence or Licence("other", "licence-of-the-base-model")
    trained = {rung for one in arm.rounds for rung in one.taught}
    before = first.strict
    on_hub = out.base != SEED_MODEL and not is_local(out.base)
    data = ModelCardData(
        license=licence.short,
        license_name=licence.name,
        license_link=licence.link,
        library_name="transformers",
        pipeline_tag="text-generation",
        base_model=[part.strip() for part in out.base.split(",")] if on_hub else None,
        datasets=[out.repository],
        tags=["saturate", *(["self-improvement"] if words.own else []), results.ladder.name],
        model_name=out.repository.split("/")[1],
        eval_results=[
            EvalResult(
                task_type="text-generation",
                dataset_type=out.repository if out.tasks else results.ladder.name,
                dataset_name=f"saturate ladder {results.ladder.name}",
                dataset_config=f"rung_{score.rung:02d}",
                dataset_split="test",
                metric_type="accuracy" if results.ladder.choices else "exact_match",
                metric_value=round(score.strict.right / score.strict.total, 4),
                metric_name=f"strict accuracy, rung {score.rung}",
            )
            for score in last.scores
            if score.strict.total and not _is_thin(score, first)  # of the frozen task's documents
        ],
    )
    card = ModelCard.from_template(
        data,
        template_str=_template("model_card.md.j2"),
        weights=out.weights,
        how_scored=how_scored(results),
        thin=any(_is_thin(score, first) for score in last.scores),
        rungs=[
            {
                "rung": score.rung,
                "scored": _items(score, first),
                "before": _share(before.get(score.rung)),
                "after": _share(score.strict),
                "trained": "yes" if score.rung in trained else "",
            }
            for score in last.scores
        ],
        original=last.original if last.original and last.original.strict_change else None,
        known=", ".join(f"{k} 1 to {v}" for k, v in results.model.known_rungs.items()),
        minutes=sum(v for k, v in results.cost.items() if "_seconds" in k) / 60,
        **_shared(results, arm, out),
    )
    return str(card)


def dataset_card(results: Results, arm: ArmResult, out: Publication) -> str:
    """The dataset card; arguments are those of :func:`model_card`."""
    from huggingface_hub import DatasetCard, DatasetCardData

    own = results.ladder.licence.lower() == _OWN_LICENCE
    corpus = {"config_name": "corpus", "data_files": "corpus/train.jsonl", "default": True}
    configs = [
        *([corpus] if out.pairs else []),
        *(
            {
                "config_name": f"rung_{rung:02d}",
                "data_files": [{"split": "test", "path": f"tasks/rung_{rung:02d}.jsonl"}],
            }
            for rung in out.tasks
        ),
    ]
    data = DatasetCardData(
        license=_OWN_LICENCE if own and out.licence == Licence(_OWN_LICENCE) else "other",
        pretty_name=f"saturate {results.ladder.name}: {_held(out)}",
        task_categories=["text-generation"],
        tags=["saturate", "synthetic", "evaluation", results.ladder.name],
        configs=configs or None,
    )
    card = DatasetCard.from_template(
        data,
        template_str=_template("dataset_card.md.j2"),
        labels=_labels(arm),
        no_truth=_NO_TRUTH_ASKED if _is_hardened(results) else _NO_TRUTH,
        licensed="" if own else results.ladder.licence,
        why_no_tasks=why_no_tasks(results),
        prompt_flags=prompt_flags(results, out.chats),
        **_shared(results, arm, out),
    )
    return str(card)


def licence_of(model: str) -> Licence | None:
    """The licence that a base model's own card names, where it lies beside the model."""
    from huggingface_hub import ModelCard

    if model == SEED_MODEL:
        return Licence(_OWN_LICENCE)
    file = Path(model).expanduser() / "README.md"
    if not file.is_file():
        return None
    data = ModelCard.load(file, ignore_metadata_errors=True).data
    if not isinstance(data.license, str):
        return None
    link = data.license_link
    is_open = isinstance(link, str) and link.startswith(("http://", "https://"))
    return Licence(data.license, data.license_name, link if is_open else None)


def _shared(results: Results, arm: ArmResult, out: Publication) -> dict[str, Any]:
    if out.base == SEED_MODEL:
        shown = f"the seed model of lm-saturate {results.versions.get('lm-saturate', '')}".strip()
    else:
        shown = results.model.name
    return {
        "results": results,
        "arm": arm,
        "repository": out.repository,
        "name": out.repository.split("/")[1],
        "base": shown,
        "held": _held(out),
        "pairs": out.pairs,
        "task": out.tasks[max(out.tasks)] if out.tasks else None,
        "words": training_words(results, arm),
        "doubts": [*caveats(results, arm), *([_PUBLISHED] if out.tasks else [])],
        "licence_text": (
            f"{out.licence.text}, as the base model."
            if out.licence
            else "The licence of the base model holds; it was not at hand when this card was made."
        ),
        "frontier_text": frontier_text,
        "brackets": BRACKETS,
        "interval_text": interval_text,
        "right_labels": _right_labels,
    }


def _is_hardened(results: Results) -> bool:
    """Whether the ladder is made of a task's own items, by ``saturate harden``."""
    return results.ladder.name.partition(":")[0] in OPERATORS


def _held(out: Publication) -> str:
    """What the data set's repository holds."""
    parts = [*(["corpus"] if out.pairs else []), *(["frozen tasks"] if out.tasks else [])]
    return " and ".join(parts) or "card alone"


def _is_thin(score: RungScore, first: Round) -> bool:
    """Whether a rung was scored on fewer items than at first (``--score-items adaptive``)."""
    before = first.strict.get(score.rung)
    return before is not None and score.strict.total < before.total


def _items(score: RungScore, first: Round) -> str:
    """How many items a rung was scored on: before and after, where these differ."""
    after = str(score.strict.total)
    return f"{first.strict[score.rung].total}, {after}" if _is_thin(score, first) else after


def _labels(arm: ArmResult) -> Sequence[dict[str, Any]]:
    return [
        {
            "round": one.number,
            "rung": label.rung,
            "proposals": label.proposals,
            "kept": label.kept,
            "pairs": label.pairs,
            "right": interval_text(label.label_precision, 100),
            "estimated": estimate_text(label),
        }
        for one in arm.kept_rounds
        for label in one.labelling
        if label.trained
    ]


def _right_labels(arm: ArmResult) -> str:
    """Right labels among those of the corpus, which the model has learned, in percent."""
    held = [one.labels for one in arm.kept_rounds]
    count = Count(sum(one.right for one in held), sum(one.total for one in held))
    return _share(count, arm.labels_design_effect)


def _share(count: Count | None, design_effect: float = 1.0) -> str:
    if count is None or not count.total:
        return "-"
    return interval_text(share_of(count, design_effect), 100)


def _template(name: str) -> str:
    return files("saturate.publish").joinpath(name).read_text("utf-8")
