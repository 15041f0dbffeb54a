"""Whether a run's settings fit its model and its ladder, before anything is loaded or paid for."""

from __future__ import annotations

from saturate.benchmark_data import data_folder, load_items
from saturate.config.run_config import RunConfig
from saturate.config.servers import REMOTE, is_remote
from saturate.errors import SaturateError
from saturate.ladder import Ladder, LadderInfo
from saturate.models.naming import resolve_all
from saturate.models.published import require_different
from saturate.models.trainable import check_bits, check_trainable
from saturate.models.vllm import check_loading
from saturate.registry import require_rung
from saturate.scoring.original import FILTERS
from saturate.scoring.turns import check_played
from saturate.storage.model_facts import ModelFacts
from saturate.training.true_labels import check_true_labels

_LEAST_VIEWS = 3
"""Views without which a vote on choices says nothing."""


def check_turns(config: RunConfig, ladder: Ladder) -> None:
    """See that problems are played, and kept by nothing that reads whole answers alone."""
    check_played(ladder)
    if "filters" in config.given() and "length" in config.filters:
        raise SaturateError(
            "The length filter compares whole answers, and --play turns has none; leave out "
            "--filters, or give --filters vote."
        )


def check_choices(config: RunConfig, ladder: Ladder) -> None:
    """See that voters on given choices differ: by their view, as likelihoods have no chance."""
    if not any(arm.asks_voters for arm in config.arms):
        return
    name = ladder.describe().name
    if config.voters.samples:
        raise SaturateError(
            f"Ladder {name} is answered by log-likelihood, which samples alike; vote by --voters "
            "views:7."
        )
    first = ladder.problem(1, "train", 0).question
    views = ladder.views(first, _LEAST_VIEWS)
    if views[0].contexts and config.view_source == "model":
        raise SaturateError(
            f"Each option of {name} is a prompt of its own, and rewording one would move its "
            "likelihood whatever is right; leave out --view-source model."
        )
    if len(views) < _LEAST_VIEWS:
        raise SaturateError(
            f"The prompts of {name} show no options, and its data has too few items to train on to "
            "show voters different examples, so that all would answer the same; name another "
            "--ladder, or for a run arms that need no vote (--arms gold)."
        )


def check_labels(config: RunConfig, ladder: Ladder) -> None:
    """See that the arms made from true labels learn a form that is scored."""
    if any(arm.trains and not arm.asks_voters for arm in config.arms):
        check_true_labels(ladder, "name arms that train on the model's own answers (--arms voted)")


def check_engine(config: RunConfig, facts: ModelFacts) -> None:
    """See that the engine answers with this model, as it is to be opened."""
    if config.answering_engine != "vllm":
        return
    check_loading(config.model_options)
    flag = "--worker-engine" if config.engine == "ray" else "--engine"
    if facts.bare_prompts:
        raise SaturateError(
            "vLLM has no attention for heads as narrow as the embedded model's; leave out "
            f"{flag} vllm, or name another --model."
        )
    if config.lineages > 1:
        raise SaturateError(
            "vLLM takes the memory of a GPU for one model; vote by views or samples, or leave out "
            f"{flag} vllm."
        )


def check_data(config: RunConfig, ladder: Ladder) -> None:
    """See that a folder of items is there, and holds the original benchmark where that is scored.

    Raises:
        SaturateError: It is missing, or lacks a file, or one of them cannot be read.
    """
    named = config.benchmark_data
    if named is not None and not named.is_dir():
        raise SaturateError(
            f"There is no data folder {str(named)!r}; mend or leave out --benchmark-data."
        )
    if config.score_original == "never" or config.benchmark not in FILTERS:
        return
    if data_folder(config.benchmark, named) is not None and ladder.original() is None:
        load_items(config.benchmark, named)


def check_trained(config: RunConfig) -> None:
    """See that a run has weights to train: those of its first model, which is scored as well.

    Raises:
        SaturateError: A server holds them, those of a model that is here cannot be trained, or two
            lineages would begin as the same model.
    """
    check_bits(config.model_options, config.lora)
    if is_remote(config.model_names[0]):
        raise SaturateError(
            "A run trains its model, and the weights of one that a server holds are out of reach. "
            "Ask it by saturate score, calibrate, voters or turns, or let it vote beside models "
            f"that are here: --model FOLDER,FOLDER,{REMOTE}NAME --voters models:3."
        )
    paths = resolve_all(config.model_names, config.ladder)
    for path in paths:
        if not is_remote(path):
            check_trainable(path, config.model_options)
    require_different(paths, config.model_options)


def check_views(config: RunConfig, info: LadderInfo, facts: ModelFacts) -> None:
    """See that the views that voters ask for can be made."""
    source = config.view_source
    only_declared = source == "ladder" or info.acts or (facts.bare_prompts and source != "text")
    if config.voters.views > 1 and only_declared and not info.symmetry:
        raise SaturateError(f"Ladder {info.name} has no views; vote by --voters samples:5.")
    if source == "program" and (facts.bare_prompts or info.answer != "integer"):
        raise SaturateError(
            "--view-source program needs a model that follows instructions and a ladder whose "
            f"answers are whole numbers; ladder {info.name} has {info.answer}. Leave it out."
        )
    if source == "model" and facts.bare_prompts:
        name = config.model.split(",")[0].strip()
        raise SaturateError(
            f"Model {name!r} takes bare problems and cannot rewrite one; leave out "
            "--view-source model."
        )
    if info.acts and source in ("text", "model"):
        raise SaturateError(
            f"What an answer on ladder {info.name} comes to is seen in problems as the ladder "
            f"writes them, not in rewrites; leave out --view-source {source}."
        )


def check_rungs(info: LadderInfo, start: int, low: int, high: int) -> None:
    """See that the ladder has the first rung to label and those to score, lowest first."""
    for rung in (start, low, high):
        require_rung(info, rung)
    if low > high:
        raise SaturateError(f"Rungs {low} to {high} cannot be scored; write the lower one first.")
