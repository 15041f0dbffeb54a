"""``saturate verdict``: what the change of a finished run was, or of runs of several seeds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def verdict(
    *run_folders: Path, as_json: Annotated[bool, Parameter(name="--json", negative="")] = False
) -> None:
    """Judge a run again from its results.json and print what its change was.

    Several runs that differ in their seed alone are judged together: their intervals count the
    luck of training too.

    Parameters
    ----------
    run_folders
        A run folder, or several; each may also be a results.json.
    as_json
        Print the verdict as JSON (of a single run the saturation block too, and whether it is
        complete).
    """
    from saturate.errors import SaturateError

    if not run_folders:
        raise SaturateError("Name a run folder, e.g. saturate verdict runs/gsm8k-seed-s0.")
    if len(run_folders) == 1:
        _one(run_folders[0], as_json)
    else:
        _several(run_folders, as_json)


def _one(run_folder: Path, as_json: bool) -> None:
    import json

    from saturate.analysis.add_findings import with_verdict
    from saturate.errors import SaturateError
    from saturate.results.files import read_results
    from saturate.run.summary import verdict_lines

    folder = run_folder if run_folder.is_dir() else run_folder.parent
    found = with_verdict(read_results(run_folder), folder)
    if found.verdict is None or found.saturation is None:
        raise SaturateError(f"{run_folder} holds no finished round yet; there is nothing to judge.")
    if as_json:
        blocks = found.model_dump(mode="json", include={"complete", "verdict", "saturation"})
        print(json.dumps(blocks, indent=1, sort_keys=True))
        return
    for one in found.verdict.rounds:
        print(f"Round {one.number:<4} {one.finding:<12} {one.sentence}")
    print("\n".join(verdict_lines(found)))


def _several(run_folders: tuple[Path, ...], as_json: bool) -> None:
    from saturate.analysis.add_findings import judge_over_seeds
    from saturate.results.runs import read_runs
    from saturate.run.summary import seeds_lines

    found = judge_over_seeds(read_runs(run_folders))
    print(found.model_dump_json(indent=1) if as_json else "\n".join(seeds_lines(found)))
