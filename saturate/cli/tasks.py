"""``saturate tasks``: what ladders there are, and where lm-eval finds them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from saturate.config.fields import SWITCH

if TYPE_CHECKING:
    from saturate.ladder import LadderInfo


def tasks(*, path: Annotated[bool, SWITCH] = False) -> None:
    """List the ladders: rungs, axis, answers, licence, where documents come from, task names.

    Parameters
    ----------
    path
        Print the folder of the tasks alone, for lm_eval --include_path.
    """
    from saturate.task_yamls import folder

    if path:
        print(folder())
        return
    from saturate.registry import installed_ladders

    for name, info in installed_ladders().items():
        print("\n".join(_lines(name, info)), end="\n\n")
    print(
        "Any other lm-eval task, by name or by the path of a YAML: saturate --benchmark TASK, or\n"
        "OPERATOR:TASK wherever a ladder is named, with compose, options, distract or shots\n"
        "(saturate show options:arc_easy --rung 3); saturate harden TASK says which fit.\n"
        "game:hanoi and other puzzles of textarena (docs/games.md), rg:chain_sum and other\n"
        "families of reasoning-gym, rc:rule_switching and other tasks of reasoning-core\n"
        "(docs/reasoning-gym.md), are named alike.\n"
        "--benchmark-data FOLDER takes its splits from SPLIT.jsonl or SPLIT.parquet.\n"
    )
    print(
        'lm_eval --include_path "$(saturate tasks --path)" --tasks saturate_gsm8k '
        "--model hf --model_args pretrained=..."
    )


def _lines(name: str, info: LadderInfo) -> list[str]:
    from saturate.task_yamls import folder
    from saturate.task_yamls.generate import group_rungs, ladder_folder, task_name, task_rungs

    end = "up" if info.last is None else f"to {info.last}"
    if ladder_folder(name, folder()).is_dir():
        shipped = [
            f"  tasks      saturate_{name}: rungs {_spans(group_rungs(info))}",
            f"             {task_name(name)}_N: N of {_spans(task_rungs(info))}",
            f"             {task_name(name)}: any rung, by --metadata '{{\"rung\": 9}}'",
        ]
    else:
        shipped = [
            "  tasks      none yet; write them by python -m saturate.task_yamls.generate "
            f"--ladders {name} --out FOLDER"
        ]
    return [
        name,
        f"  axis       {info.axis}, rungs {info.first} {end}",
        f"  answers    {info.answer}",
        f"  documents  {info.source}, {info.licence}",
        f"  views      {info.symmetry or 'none'}",
        *shipped,
    ]


def _spans(rungs: Sequence[int]) -> str:
    """``1 to 12, 16, 20``."""
    spans: list[list[int]] = []
    for rung in rungs:
        if spans and rung == spans[-1][-1] + 1:
            spans[-1].append(rung)
        else:
            spans.append([rung])
    return ", ".join(
        f"{span[0]} to {span[-1]}" if len(span) > 2 else ", ".join(map(str, span)) for span in spans
    )
