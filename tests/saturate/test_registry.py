"""A stranger's ladder comes in by the entry point group, as ours do."""

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from support.runs import small_config

from saturate import registry
from saturate.benchmark_data import load_items
from saturate.config.voters import Voters
from saturate.errors import SaturateError
from saturate.generators.addition import Addition
from saturate.ladder import LadderInfo, UnusableItems


class Plain(Addition):
    """A ladder without views."""

    def describe(self) -> LadderInfo:
        return super().describe()._replace(name="plain", benchmark="plain", symmetry="")


class Grown(Plain):
    """A ladder that a maker makes."""

    def __init__(self, task: str, data: Path | None) -> None:
        self.made_of = task, data


NotALadder = dict
POINTS = {
    registry.GROUP: {"plain": "Plain", "broken": "NotALadder"},
    registry.MAKER_GROUP: {"grow": "Grown", "faulty": "NotALadder.fromkeys"},
}


@pytest.fixture
def strangers(monkeypatch):
    ours = registry.entry_points

    def points(group, **named):
        extra = [
            EntryPoint(name, f"{__name__}:{value}", group)
            for name, value in POINTS[group].items()
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


def test_a_strangers_maker_gets_its_argument_and_the_data_folder(strangers, monkeypatch, tmp_path):
    monkeypatch.delenv("SATURATE_SUMS", raising=False)
    assert registry.load_ladder("grow:tasks/sums.yaml").made_of == ("tasks/sums.yaml", None)
    assert registry.load_ladder("grow:sums", tmp_path).made_of == ("sums", tmp_path)
    monkeypatch.setenv("SATURATE_SUMS", str(tmp_path / "named"))
    registry.load_ladder.cache_clear()
    assert registry.load_ladder("grow:sums").made_of == ("sums", tmp_path / "named")
    with pytest.raises(SaturateError, match=r"not a saturate\.ladder\.Ladder"):
        registry.load_ladder("faulty:sums")
    for name in ("grow", "grow:", "shrink:sums"):
        with pytest.raises(SaturateError, match="There is no ladder"):
            registry.load_ladder(name)


def test_a_ladder_of_items_is_handed_them_when_it_wants_the_first(monkeypatch):
    data = Path(__file__).parents[1] / "data" / "gsm8k"
    wanted = []

    def load(benchmark, folder):
        wanted.append((benchmark, folder))
        return load_items(benchmark, folder)

    monkeypatch.setattr(registry, "load_items", load)
    registry.load_ladder.cache_clear()
    ladder = registry.load_ladder("gsm8k-redraw", data)
    assert not wanted
    assert ladder.problem(1, "score", 0).source.startswith("test-")
    assert ladder.notes() == [] and wanted == [("gsm8k", data)]
    with pytest.raises(UnusableItems, match="given no items"):
        type(ladder)().problem(1, "score", 0)


def test_views_are_refused_where_a_ladder_has_none(strangers):
    with pytest.raises(SaturateError, match="no views"):
        small_config(ladder="plain", voters=Voters(views=7))
