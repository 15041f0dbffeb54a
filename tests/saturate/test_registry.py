"""A stranger's ladder comes in by the entry point group, as ours do."""

from importlib.metadata import EntryPoint

import pytest
from support.runs import small_config

from saturate import registry
from saturate.config.voters import Voters
from saturate.errors import SaturateError
from saturate.generators.addition import Addition
from saturate.ladder import LadderInfo


class Plain(Addition):
    """A ladder without views."""

    def describe(self) -> LadderInfo:
        return super().describe()._replace(name="plain", benchmark="plain", symmetry="")


NotALadder = dict


@pytest.fixture
def strangers(monkeypatch):
    ours = registry.entry_points

    def points(group, **named):
        extra = [
            EntryPoint(name, f"{__name__}:{value}", group)
            for name, value in (("plain", "Plain"), ("broken", "NotALadder"))
            if named.get("name", name) == name
        ]
        return [*ours(group=group, **named), *extra]

    monkeypatch.setattr(registry, "entry_points", points)
    registry.load_ladder.cache_clear()
    yield
    registry.load_ladder.cache_clear()


def test_a_strangers_ladder_is_found(strangers):
    assert "plain" in registry.ladder_names()
    assert registry.load_ladder("plain").describe().name == "plain"


def test_an_entry_point_to_something_else_is_refused(strangers):
    with pytest.raises(SaturateError, match=r"not a saturate\.ladder\.Ladder"):
        registry.load_ladder("broken")


def test_views_are_refused_where_a_ladder_has_none(strangers):
    with pytest.raises(SaturateError, match="no views"):
        small_config(ladder="plain", voters=Voters(views=7))
