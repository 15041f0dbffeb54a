"""``saturate verdict``: what the change of a finished run was, judged again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def verdict(
    run_folder: Path, /, *, as_json: Annotated[bool, Parameter(name="--json", negative="")] = False
) -> None:
    """Judge a run again from its results.json and print what its change was.

    Parameters
    ----------
    run_folder
        A run folder, or a results.json.
    as_json
        Print the verdict and the saturation block as JSON.
    """
    import json

    from saturate.errors import SaturateError
    from saturate.judgement import judged
    from saturate.results import read_results
    from saturate.summary import verdict_lines

    folder = run_folder if run_folder.is_dir() else run_folder.parent
    found = judged(read_results(run_folder), folder)
    if found.verdict is None or found.saturation is None:
        raise SaturateError(f"{run_folder} holds no finished round yet; there is nothing to judge.")
    if as_json:
        blocks = found.model_dump(mode="json", include={"verdict", "saturation"})
        print(json.dumps(blocks, indent=1, sort_keys=True))
        return
    for one in found.verdict.rounds:
        print(f"Round {one.number:<4} {one.finding:<12} {one.sentence}")
    print("\n".join(verdict_lines(found)))
