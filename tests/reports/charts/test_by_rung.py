"""Frontiers beyond the picture, and axes of few whole numbers."""

from support.fakes import make_results

from saturate.reports.charts.by_rung import round_lines, saturation
from saturate.results.reinforcement import Reinforced
from saturate.results.watch import Watch
from saturate.stats.frontier import Frontier
from saturate.stats.intervals import Count


def texts(place: Frontier) -> tuple[list[str], list[float]]:
    results = make_results()
    arm = results.arms[0]
    rounds = [one.model_copy(update={"frontier": place}) for one in arm.rounds]
    beyond = results.model_copy(update={"arms": [arm.model_copy(update={"rounds": rounds})]})
    layers = saturation(beyond)[0].spec["layer"]
    crossings = next(layer["data"]["values"] for layer in layers[1:] if "data" in layer)
    return [one["s"] for one in crossings], [one["x"] for one in crossings]


def test_a_frontier_beyond_the_rungs_is_said_at_the_edge():
    said, places = texts(Frontier(0.5, 0.5, 0.5, "below the first rung"))
    assert set(said) == {"below 1"}
    assert set(places) == {1}
    said, places = texts(Frontier(5.5, 5.5, 5.5, "above the last rung"))
    assert set(said) == {"above 5"}
    assert set(places) == {5}


def test_what_guesses_are_worth_is_a_line_of_its_own():
    results = make_results()
    assert not any("guesses" in str(layer) for layer in saturation(results)[0].spec["layer"])
    ladder = results.ladder.model_copy(update={"guessed": {1: 1 / 2, 2: 1 / 3, 3: 1 / 4}})
    layers = saturation(results.model_copy(update={"ladder": ladder}))[0].spec["layer"]
    line, name = (
        one for one in layers if {"x": 1, "y": 50.0} in one.get("data", {}).get("values", [])
    )
    assert [row["y"] for row in line["data"]["values"]] == [50.0, 33.3, 25.0]
    assert (line["mark"]["type"], name["mark"]["text"]) == ("line", "guesses")


def test_a_frontier_within_is_a_figure():
    said, places = texts(Frontier(2.3, 2.0, 2.6, "within"))
    assert set(said) == {"2.3"}
    assert set(places) == {2.3}


def lines(**changes) -> list[str]:
    """What the slider says of an arm whose first round is changed."""
    results = make_results(arms=("voted",))
    (arm,) = results.arms
    base, first, last = arm.rounds
    arm = arm.model_copy(update={"rounds": [base, first.model_copy(update=changes), last]})
    (told,) = round_lines(results.model_copy(update={"arms": [arm]}))
    return told


def test_one_wrong_label_of_thousands_is_told():
    labels = make_results().arms[0].rounds[1].labelling[0]
    told = lines(labelling=[labels.model_copy(update={"audit": Count(7612, 7614)})])
    assert "; 99.97\u00a0% of the labels right" in told[1]


def test_a_round_of_reinforcement_says_what_it_rewarded():
    none = Count(0, 0)
    rewarded = Reinforced(reward="vote", steps=20, rungs=[2, 3], problems=9, drawn=72, rewarded=9,
                          taught=3, no_majority=0, winners=none, right=none, right_first=none,
                          right_last=none)  # fmt: skip
    told = lines(labelling=[], reinforcement=rewarded)[1]
    assert told.endswith("reinforced on rungs\u00a02 to 3 (vote)")
    undone = Watch(asked=50, lost=40, won=0, undone=True)
    told = lines(labelling=[], reinforcement=rewarded, watch=undone)[1]
    assert told.endswith("(vote); undone, as it answered otherwise than taught")
    assert lines(labelling=[])[1].endswith("nothing trained")
