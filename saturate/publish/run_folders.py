"""Writes the two folders that are published: the model with its report, and the dataset."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from saturate.errors import SaturateError
from saturate.harden.tasks.configs import read_config
from saturate.publish.private import public_results, refuse_leaks
from saturate.publish.run_cards import Publication, dataset_card, licence_of, model_card
from saturate.publish.scoring_words import played
from saturate.results.files import read_results, write_results
from saturate.results.schema import ArmResult, Results
from saturate.storage.atomic import atomic_folder
from saturate.storage.files import (
    disk_errors,
    each_row,
    must_read_json,
    read_json,
    read_rows,
    write_json,
    write_rows,
)
from saturate.storage.layout import BASE, LABELS, MANIFEST, MODEL, SAMPLES, Place, StageName
from saturate.storage.lm_eval_yaml import write_yaml
from saturate.storage.outputs import check_folder
from saturate.task_yamls import folder as task_folder
from saturate.voting.labelled import LabelledProposal, pairs_of

_MODEL_FILES = (".safetensors", ".json", ".txt", ".model", ".jinja")
_PATH_KEYS = ("_name_or_path", "name_or_path", "base_model_name_or_path", "tokenizer_file")
"""Keys of model configurations that hold the place a model was loaded from."""


class PublishedFolders(NamedTuple):
    """What is ready to be uploaded."""

    model: Path
    dataset: Path


def write_folders(
    run: Path, repository: str, out: Path, arm_name: str | None = None
) -> PublishedFolders:
    """Write model and dataset folders for a repository of that name.

    Args:
        run: A complete run.
        repository: USER/NAME, for both.
        out: The folder that holds both; one that this wrote earlier is replaced.
        arm_name: Whose model and corpus; the first arm's by default.

    Raises:
        SaturateError: The run is not complete or trained nothing, files are missing, or something
            private would go out.
    """
    check_folder(out)
    results = read_results(run)
    if not results.complete:
        raise SaturateError(f"{run} is not complete; repeat its command, then publish.")
    arm = _arm(results, arm_name)
    source = _last_model(run, arm)
    if out.exists() and any(out.iterdir()) and not (out / "model" / "README.md").is_file():
        raise SaturateError(f"{out} holds other files; name another folder with --out.")
    with disk_errors(out), atomic_folder(out) as partial:
        _write(run, results, arm, repository, source, partial)
        refuse_leaks(partial, run)
        shutil.rmtree(out, ignore_errors=True)
    return PublishedFolders(out / "model", out / "dataset")


def _write(
    run: Path, results: Results, arm: ArmResult, repository: str, source: Path, out: Path
) -> None:
    from saturate.reports import write_report

    public = public_results(results)
    shown = next(one for one, own in zip(public.arms, results.arms, strict=True) if own is arm)
    model, dataset = out / "model", out / "dataset"
    model.mkdir(parents=True)
    weights = _copy_model(source, model)
    write_results(model, public)
    write_report(public, model / "report.html")

    corpus = dataset / "corpus"
    corpus.mkdir(parents=True)
    pairs = write_rows(corpus / "train.jsonl", _corpus(run, arm))
    if not pairs:  # an empty file is no data set that loads
        shutil.rmtree(corpus)
    base = results.model.name
    done = Publication(
        repository,
        base,
        licence_of(base),
        weights,
        _has_chat_template(model),
        pairs,
        tasks=_freeze(run, results, repository, dataset / "tasks"),
    )
    (model / "README.md").write_text(model_card(public, shown, done), "utf-8")
    (dataset / "README.md").write_text(dataset_card(public, shown, done), "utf-8")


def _arm(results: Results, name: str | None) -> ArmResult:
    for arm in results.arms:
        if name in (None, arm.arm):
            return arm
    names = ", ".join(arm.arm for arm in results.arms)
    raise SaturateError(f"The run has no arm {name!r}; it has: {names}.")


def _last_model(run: Path, arm: ArmResult) -> Path:
    """The model after the last round that trained and was kept; a damaged one is refused."""
    for one in reversed(arm.kept_rounds):
        for stage in Place(arm.arm, one.number).training_stages(run)[:1]:
            hashes: dict[str, str] = must_read_json(stage / MANIFEST)["files"]
            for name, digest in hashes.items():
                file = stage / name
                if not file.is_file() or _sha256(file) != digest:
                    raise SaturateError(f"{file} is damaged; repeat the run's command to mend it.")
            return stage / MODEL
    raise SaturateError(
        f"Arm {arm.arm} trained nothing, or undid what it trained, so there is no model to publish."
    )


def _copy_model(source: Path, out: Path) -> str:
    """Copy a model without the paths in its configurations; gives the hash of its weights."""
    digest = hashlib.sha256()
    for file in sorted(source.iterdir()):
        if file.suffix not in _MODEL_FILES:
            continue
        shutil.copyfile(file, out / file.name)
        if file.suffix == ".safetensors":
            with file.open("rb") as handle:
                hashlib.file_digest(handle, lambda: digest)
        if file.name.endswith("config.json"):
            settings = must_read_json(file)
            write_json(out / file.name, {k: v for k, v in settings.items() if k not in _PATH_KEYS})
    return digest.hexdigest()


def _has_chat_template(model: Path) -> bool:
    """Whether the tokenizer in a folder puts questions by a template, in a file or a setting."""
    settings = read_json(model / "tokenizer_config.json") or {}
    return (model / "chat_template.jinja").is_file() or bool(settings.get("chat_template"))


def _corpus(run: Path, arm: ArmResult) -> Iterator[dict[str, Any]]:
    """The pairs of all rounds that were kept, as they were trained on, one after the other."""
    for one in arm.kept_rounds:
        file = run / Place(arm.arm, one.number).stage(StageName.LABEL) / LABELS
        for row in map(LabelledProposal.from_row, each_row(file) if file.is_file() else ()):
            for ballot in (row.ballots[i] for i in row.trained):
                told = {
                    "round": one.number,
                    "rung": row.proposal.rung,
                    "key": row.proposal.key,
                    "question": row.proposal.question,
                }
                end = {"answer": ballot.answer, "votes": row.outcome.votes}
                for pair in (pair.of(0) for pair in pairs_of(ballot)):  # whose model is published
                    yield told | {"prompt": pair.prompt, "completion": pair.completion} | end


def _freeze(run: Path, results: Results, repository: str, out: Path) -> dict[int, str]:
    """Write the scored documents of every rung and a task for each; gives the tasks by rung.

    None where the rungs are scored by a benchmark's own task, whose items are not ours to publish,
    and none where they were played turn by turn: a task asks once, which is another one.
    """
    if played(results):
        return {}
    ladder = results.ladder.name
    documents: dict[int, list[Mapping[str, Any]]] = {}
    file = run / BASE.stage(StageName.SCORE) / SAMPLES
    if not file.is_file():
        raise SaturateError(f"{file} is missing; repeat the run's command to make it again.")
    for row in read_rows(file):
        if row["filter"] == "strict" and row["doc"].get("ladder") == ladder:
            documents.setdefault(row["doc"]["rung"], []).append(row["doc"])
    if not documents:
        return {}
    out.mkdir()
    base = read_config(task_folder() / "_base_yaml")
    del base["custom_dataset"]
    base["generation_kwargs"]["max_gen_toks"] = results.config["max_new_tokens"]
    write_yaml(out / "_frozen_yaml", {"dataset_path": repository, **base})
    tasks = {}
    for rung, docs in sorted(documents.items()):
        write_rows(out / f"rung_{rung:02d}.jsonl", docs)
        tasks[rung] = f"{re.sub('[^a-z0-9]+', '_', ladder.lower())}_frozen_rung_{rung:02d}"
        task = {
            "include": "_frozen_yaml",
            "task": tasks[rung],
            "dataset_name": f"rung_{rung:02d}",
            "metadata": {"version": 1},
        }
        write_yaml(out / f"{tasks[rung]}.yaml", task)
    return tasks


def _sha256(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
