"""The base of every typed part of ``results.json``: frozen, and no field unknown to the schema."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class ResultModel(BaseModel):
    """A part of the results."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())
