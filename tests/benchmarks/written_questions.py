"""What a model writes when it is asked for problems of one rung, by fate.

python tests/benchmarks/written_questions.py MODEL LADDER RUNG TEXTS [DATA]
"""

import json
import sys
from pathlib import Path

from saturate.config.run_config import build_config
from saturate.models.engines import open_model
from saturate.models.naming import resolve
from saturate.proposing.examples import Examples
from saturate.proposing.proposers import known_wordings
from saturate.proposing.sieve import Known, Sieve
from saturate.proposing.written import WrittenText, counts
from saturate.registry import load_ladder
from saturate.run.defaults import resolve_config


def main(model: str, name: str, rung: int, texts: int, data: Path | None) -> None:
    """Write, judge and print."""
    ladder = load_ladder(name, data)
    facts, sampler = open_model(resolve(model, ladder=name), "transformers")
    config = resolve_config(
        build_config(ladder=name, model=model, benchmark_data=data, start_rung=rung, rounds=1)
    )
    known = Known(ladder, known_wordings(ladder, config, facts.known_rungs.get(name, 0)))
    examples = Examples(ladder)
    sieve = Sieve(ladder, rung, examples.pool(rung), examples.shown(rung), known)
    written = []
    for one in examples.write(sampler, rung, texts, config.temperature, seed=0):
        fate, really, _ = sieve.judge(one.text, one.finished)
        written.append(WrittenText(rung, one.text, fate, really, one.tokens))
        print(f"{fate:<12} {one.text!r}")
    print(json.dumps(counts(written)))


if __name__ == "__main__":
    model, name, rung, texts, *data = sys.argv[1:]
    main(model, name, int(rung), int(texts), Path(data[0]) if data else None)
