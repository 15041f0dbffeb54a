"""What settings of all subjects share, and how a wrong one is told."""

from __future__ import annotations

from collections.abc import Iterable, Set
from itertools import chain
from typing import Any

from cyclopts import Parameter
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from saturate.config.fields import OPEN_ENDED
from saturate.errors import SaturateError


class Settings(BaseModel):
    """What all subjects share: no change once made, no unknown name, help by docstrings."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", protected_namespaces=(), use_attribute_docstrings=True
    )

    def given(self) -> dict[str, Any]:
        """The settings that somebody gave; the others have their defaults."""
        return {name: getattr(self, name) for name in self.model_fields_set}

    def given_flag(self, names: Set[str]) -> str | None:
        """The flag of the first of some settings that somebody gave; ``None`` where none was."""
        return self._first_flag(names & self.model_fields_set)

    def changed_flag(self, names: Iterable[str]) -> str | None:
        """The flag of the first of some settings that is not at its default, if any.

        For settings that may be read again, where all count as given.
        """
        defaults = {name: field.default for name, field in type(self).model_fields.items()}
        return self._first_flag({n for n in names if getattr(self, n) != defaults[n]})

    def _first_flag(self, names: Set[str]) -> str | None:
        fields = type(self).model_fields.items()
        return next((_flag(name, field) for name, field in fields if name in names), None)

    @classmethod
    def open_ended(cls) -> frozenset[str]:
        """Names of the settings that may differ between calls that go on with one another."""
        fields = cls.model_fields.items()
        return frozenset(name for name, field in fields if OPEN_ENDED in field.metadata)

    def stage_settings(self) -> dict[str, Any]:
        """What a stage's output depends on, but for defaults: a new setting changes no stage."""
        return self.model_dump(mode="json", exclude=set(self.open_ended()), exclude_defaults=True)


def _flag(name: str, field: FieldInfo) -> str:
    """The flag of a setting: the name that its field gives it, else the field's own."""
    own = (one.name or () for one in field.metadata if isinstance(one, Parameter))
    return next(chain.from_iterable(own), "--" + name.replace("_", "-"))


def refusal(error: ValidationError) -> SaturateError:
    """The sentence that names the setting which is wrong, what it was, and what is right."""
    first, *others = error.errors()
    if not first["loc"]:
        return SaturateError(first["msg"].removeprefix("Value error, ") + ".")
    setting = str(first["loc"][0])
    wanted = [first["msg"], *(one["msg"] for one in others if one["loc"][:1] == (setting,))]
    name = "--" + setting.replace("_", "-")
    return SaturateError(f"{name} {first['input']!r}: {', or: '.join(wanted)}.")
