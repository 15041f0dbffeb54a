"""Reads the documents of a rung, and scores answers in order.

A copy of this file lies in every written folder, so that plain lm-eval runs it: it imports nothing
of this package.
"""

import json
import re
import string
from pathlib import Path
from typing import Any

_LINE = re.compile(r"^\W*(?:(?:[Qq]uestion|[Aa]nswer)\s*)?(\d{1,3})\s*[.):：]\s*(.*?)\s*$")


def documents(hardened: str, **_: Any) -> Any:
    """The splits of a rung, from the JSON lines beside this file.

    Args:
        hardened: Name of the rung, as the files' names begin.
        **_: lm-eval passes all of a task's metadata and the model's arguments.
    """
    from datasets import Dataset

    folder = Path(__file__).parent
    splits = {}
    for split in ("test", "shots"):
        file = folder / f"{hardened}.{split}.jsonl"
        if file.is_file():
            with file.open(encoding="utf-8") as lines:
                splits[split] = Dataset.from_list([json.loads(line) for line in lines])
    return splits


def in_order(doc: dict[str, Any], results: list[str]) -> dict[str, float]:
    """Score the numbered answers of one prompt.

    Returns:
        ``exact_match``: 1 if all are right. ``share_right``: the share of right ones.
    """
    golds = json.loads(doc["golds"])
    comparison = json.loads(doc["comparison"])
    given = numbered(results[0], len(golds))
    right = [
        answer is not None
        and plain(answer, comparison) in {plain(gold, comparison) for gold in accepted}
        for answer, accepted in zip(given, golds, strict=True)
    ]
    return {"exact_match": float(all(right)), "share_right": sum(right) / len(right)}


def numbered(text: str, count: int) -> list[str | None]:
    """The answers 1 to ``count``; the first line of each number counts, ``None`` where missing."""
    answers: dict[int, str] = {}
    for line in text[:20_000].split("\n"):
        match = _LINE.match(line[:1_000])
        if match:
            answers.setdefault(int(match.group(1)), match.group(2))
    return [answers.get(number) for number in range(1, count + 1)]


def plain(answer: str, comparison: dict[str, Any]) -> str:
    """An answer as lm-eval's ``exact_match`` compares it."""
    for pattern in comparison.get("regexes_to_ignore") or []:
        answer = re.sub(pattern, "", answer)
    if comparison.get("ignore_case"):
        answer = answer.lower()
    if comparison.get("ignore_punctuation"):
        answer = answer.translate(str.maketrans("", "", string.punctuation))
    if comparison.get("ignore_numbers"):
        answer = answer.translate(str.maketrans("", "", string.digits))
    return answer.strip()
