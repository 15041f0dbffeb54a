"""The dataset card of a frozen benchmark: what is in it, where it comes from, how to use it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from typing import Any

from saturate.ladder import LadderInfo, Problem

_HUB_LICENCE = re.compile(r"[A-Za-z0-9.+-]+")
"""One licence by its short name; anything else is "other" to the hub."""


def card(info: LadderInfo, facts: Mapping[str, Any], example: Problem) -> str:
    """The card as Markdown, with the header that the hub reads.

    Args:
        info: What the ladder says of itself.
        facts: The benchmark's manifest.
        example: A problem to show.
    """
    rungs: Mapping[str, int] = facts["rungs"]
    span = _span([int(rung) for rung in rungs])
    title = f"{info.name}, {span}"
    configs = "".join(
        f"- config_name: rung_{rung}\n  data_files:\n  - split: test\n    path: {file}\n"
        for rung, file in facts["files"].items()
    )
    table = "\n".join(f"| {rung} | {items} |" for rung, items in rungs.items())
    guid = facts["canary"].split()[-1]
    licence = info.licence.lower() if _HUB_LICENCE.fullmatch(info.licence) else "other"
    flexible = "the last number of the text"
    if facts["reading"]["last"] is None:
        flexible = "the same, as answers are no numbers"
    chosen = f"\n{textwrap.fill(facts['chosen'], 96)}\n" if facts["chosen"] else ""
    return f"""---
license: {licence}
pretty_name: {title}
language:
- en
task_categories:
- text-generation
tags:
- benchmark
- lm-eval
- saturate
configs:
{configs}---
# {title}

A frozen benchmark: {sum(rungs.values()):,} problems on {span} of the `{info.name}` ladder.
A ladder makes problems harder along one axis, here: **{info.axis}**.
{chosen}
| rung | problems |
|---|---|
{table}

## Run it

With [lm-evaluation-harness](https://github.com/EleutherAI/lm-evaluation-harness) 0.4.13 or newer
on Python 3.11 or newer, and this folder alone:

```sh
lm_eval --include_path FOLDER --tasks {facts["name"]} --model hf --model_args pretrained=...
```

`strict` reads the answer in the format that the instruction asks for, `flexible` {flexible}.
Models that were trained on bare questions take `--metadata '{{"instructed": false}}'`.
`sha256sum -c SHA256SUMS` checks the files.

## What is in it

Columns: `id` (a hash of the problem's content), `ladder`, `rung`, `question`, `prompt` (the
question as it is asked), `solution` (worked, ending in the answer), `answer` ({info.answer}),
`canary`. One problem, on rung {example.rung}:

```text
{_wrapped(example.question)}

{_wrapped(example.solution)}
```

## How it was made

Source: {info.source}. Made by saturate {facts["saturate"]}, documents version {facts["version"]},
split `{facts["split"]}`, seed {facts["seed"]}. Saturate's own runs never train on this split.
Every answer was computed by the generator and confirmed by a solver that reads nothing but the
question. No problem occurs twice.

Licence of the sources: {info.licence}.

## Canary

This is test data and is not meant to be trained on. Drop documents with this string from training
corpora; a model that can complete it has seen them.

```text
{facts["canary"]}
```

## Cite

```bibtex
@misc{{{facts["name"]}_{guid[:8]},
  title = {{A frozen benchmark of the {info.name} ladder, {span}}},
  note  = {{Made with saturate {facts["saturate"]}, documents version {facts["version"]},
           seed {facts["seed"]}, canary {guid}}}
}}
```
"""


def _span(rungs: list[int]) -> str:
    return f"rung {rungs[0]}" if len(rungs) == 1 else f"rungs {rungs[0]} to {rungs[-1]}"


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.fill(line, 96) for line in text.splitlines())
