"""Writes lm-eval's YAMLs: tasks, what they include, groups."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml


class FunctionName(str):
    """A function as a YAML names it behind ``!function``: ``module.function``.

    The module lies beside the YAML or is installed.
    """


class _Dumper(yaml.SafeDumper):  # type: ignore[misc]
    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_multi_representer(
    FunctionName, lambda dumper, name: dumper.represent_scalar("!function", str(name))
)
_Dumper.add_multi_representer(str, lambda dumper, text: dumper.represent_str(str(text)))


def write_yaml(path: Path, config: Mapping[str, Any]) -> None:
    """Write a configuration, its keys in their order."""
    text = yaml.dump(dict(config), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    path.write_text(text, "utf-8")
