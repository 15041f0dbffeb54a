"""A stand-in for reasoning-core: the part of its interface that the adapter calls, two tasks."""

import random
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace

import numpy


class _Config:
    level = 0

    def set_level(self, level):
        self.level = level


class _Task:
    def __init__(self):
        self.tokenizer = sys.modules["reasoning_core.template"]._load_tokenizer()
        self.config = _Config()
        self.prepared = False

    def prepare(self):
        self.prepared = True

    def render_prompt(self, metadata):
        return metadata["told"]


class ProcessInversion(_Task):
    """Sums of as many terms as the level and two; some draws give none, and the task remembers."""

    def __init__(self):
        super().__init__()
        self.drawn = 0

    def generate_entry(self):
        assert self.prepared
        self.drawn += 1
        if random.random() < 0.3:
            return None
        terms = [random.randint(1, 999) for _ in range(self.config.level + 2)]
        terms[0] += int(numpy.random.randint(1000))
        told = f"{' + '.join(map(str, terms))}?" + " again" * (self.drawn > 50)
        return SimpleNamespace(metadata={"told": told}, answer=sum(terms))

    def score_answer(self, answer, entry):
        assert entry.task == "process_inversion"
        return 1 if float(answer) == entry.answer else 0.3


class RuleSwitching(_Task):
    """Never draws anything."""

    def generate_entry(self):
        return None


def put_in_place(monkeypatch):
    """Let it be found as ``reasoning_core``; loading its tokenizer fails."""

    def fail():
        raise AssertionError("a tokenizer was loaded")

    package, template = ModuleType("reasoning_core"), ModuleType("reasoning_core.template")
    package.__spec__ = ModuleSpec("reasoning_core", None)
    package.DATASETS = {"process_inversion": ProcessInversion, "rule_switching": RuleSwitching}
    template._load_tokenizer = fail
    monkeypatch.setitem(sys.modules, "reasoning_core", package)
    monkeypatch.setitem(sys.modules, "reasoning_core.template", template)
