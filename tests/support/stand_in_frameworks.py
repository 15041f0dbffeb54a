"""Stand-ins for inspect_ai and verifiers: the parts of their interfaces that our files call.

Both libraries bring some forty packages, and verifiers another major release of openai.
"""

import sys
from types import ModuleType, SimpleNamespace
from typing import Any, Generic, TypeVar

One, Two = TypeVar("One"), TypeVar("Two")


def _module(monkeypatch, name: str, **content: Any) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(content)
    monkeypatch.setitem(sys.modules, name, module)
    return module


class Record(SimpleNamespace):
    """Holds what it is made with."""


def _given(*_: Any, **__: Any) -> Any:
    """A decorator that takes options, and changes nothing."""
    return lambda function: function


def put_inspect_in_place(monkeypatch) -> None:
    """Make ``import inspect_ai`` find the stand-in."""
    _module(monkeypatch, "inspect_ai", Task=Record, task=lambda function: function)
    _module(
        monkeypatch,
        "inspect_ai.dataset",
        MemoryDataset=lambda samples, name: Record(samples=samples, name=name),
        Sample=Record,
    )
    _module(monkeypatch, "inspect_ai.model", GenerateConfig=Record)
    _module(
        monkeypatch,
        "inspect_ai.scorer",
        CORRECT="C",
        INCORRECT="I",
        Score=Record,
        Scorer=object,
        Target=object,
        accuracy=lambda: "accuracy",
        grouped=lambda metric, key: (metric, key),
        scorer=_given,
        stderr=lambda: "stderr",
    )
    _module(monkeypatch, "inspect_ai.solver", TaskState=object, generate=lambda: "generate")


class Data:
    """verifiers' ``TaskData``."""

    def __init__(self, **given: Any) -> None:
        vars(self).update(given)


class Task(Generic[One]):
    """verifiers' ``Task``."""

    def __init__(self, data: Any, config: Any) -> None:
        self.data, self.config = data, config


class TasksetConfig:
    """verifiers' ``TasksetConfig``: fields have the class's defaults."""

    task = "task config"

    def __init__(self, **given: Any) -> None:
        vars(self).update(given)


class Taskset(Generic[One, Two]):
    """verifiers' ``Taskset``."""

    def __init__(self, config: Any) -> None:
        self.config = config


def put_verifiers_in_place(monkeypatch) -> None:
    """Make ``import verifiers.v1`` find the stand-in."""
    content = {
        "TaskData": Data, "Task": Task, "TasksetConfig": TasksetConfig, "Taskset": Taskset,
        "Trace": object, "Runtime": object, "reward": _given,
        "stop": lambda function: function, "metric": lambda function: function,
    }  # fmt: skip
    v1 = _module(monkeypatch, "verifiers.v1", **content)
    _module(monkeypatch, "verifiers", v1=v1)
