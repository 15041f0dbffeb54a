"""An item of an evaluation as a line of Every Eval Ever has it: asked once, chosen, or played."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from saturate.numbers import NO_ANSWER
from saturate.publish.records.evaluations import is_play

SCHEMA = "0.3.0"
"""Of records and their lines."""


def item_of(row: Mapping[str, Any], metric: str) -> dict[str, Any]:
    """An item, but for the names of its evaluation and result.

    Args:
        row: As the run keeps it.
        metric: By which it is scored.
    """
    told, score = _play(row) if is_play(row) else _answer(row, metric), row[metric]
    asked = {name: told["input"][name] for name in ("raw", "reference")}
    hashed = json.dumps(asked, sort_keys=True, separators=(",", ":"))
    return {
        "schema_version": SCHEMA,
        "sample_id": str(row["doc"]["key"] if "key" in row["doc"] else row["doc_id"]),
        "sample_hash": hashlib.sha256(hashed.encode()).hexdigest(),
        **told,
        "evaluation": {"score": float(score), "is_correct": score >= 1, **told["evaluation"]},
    }


def _answer(row: Mapping[str, Any], metric: str) -> dict[str, Any]:
    """What one of lm-eval's rows says of an item that was asked once."""
    requests, answers = row["arguments"], row["resps"]
    choices = [str(one[1]) for one in requests] if len(requests) > 1 else None
    read, by = str(row["filtered_resps"][0]), f"lm_eval filter {row['filter']}"
    if choices:
        read, by = _chosen(row, choices, metric), f"likeliest choice by {metric}"
    return {
        "interaction_type": "single_turn",
        "input": {
            "raw": str(requests[0][0]),
            "reference": [str(row["target"])],
            "choices": choices,
        },
        "output": {"raw": [str(text) for one in answers for text in one]},
        "answer_attribution": [
            {
                "turn_idx": 0,
                "source": "output.raw",
                "extracted_value": read,
                "extraction_method": by,
                "is_terminal": True,
            }
        ],
        "evaluation": {},
    }


def _chosen(row: Mapping[str, Any], choices: Sequence[str], metric: str) -> str:
    """The likeliest choice, as the target names one: by its place, or by its text.

    By ``acc_norm`` it is the likeliest for its length, which does not count the delimiter.
    """
    texts = [choice.lstrip() for choice in choices]
    lengths = [max(1, len(text)) if metric == "acc_norm" else 1 for text in texts]
    totals = [float(likelihood) for likelihood, _ in row["filtered_resps"]]
    marks = [total / length for total, length in zip(totals, lengths, strict=True)]
    place = marks.index(max(marks))
    return texts[place] if isinstance(row["target"], str) else str(place)


def _play(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says of a problem that was played: its turns, and what came of each."""
    said, came = row["said"], row["results"]
    told = [("user", row["doc"].get("question", row["doc"]["message"]))]
    for turn, text in enumerate(said):
        told += [("assistant", text), *(("user", one) for one in came[turn : turn + 1])]
    last = max(i for i, (role, _) in enumerate(told) if role == "assistant")
    return {
        "interaction_type": "multi_turn",
        "input": {"raw": told[0][1], "reference": [str(row["target"])]},
        "messages": [
            {"turn_idx": i, "role": role, "content": text} for i, (role, text) in enumerate(told)
        ],
        "answer_attribution": [
            {
                "turn_idx": last,
                "source": f"messages[{last}].content",
                "extracted_value": NO_ANSWER if row["answer"] is None else str(row["answer"]),
                "extraction_method": "what all turns come to, carried out",
                "is_terminal": True,
            }
        ],
        "evaluation": {"num_turns": len(said)},
    }
