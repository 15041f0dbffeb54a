import pytest
from support.made_up import make_results, unaudited

from saturate.reports.pages.headline import figures, sentence
from saturate.reports.pages.missing import missing
from saturate.reports.tables import rung_costs
from saturate.results.caveats import caveats
from saturate.stats.frontier import Frontier
from saturate.stats.intervals import Count, Interval


@pytest.fixture(scope="module")
def results():
    return make_results()


def arm(results, place, **changes):
    arms = list(results.arms)
    arms[place] = arms[place].model_copy(update=changes)
    return results.model_copy(update={"arms": arms})


def test_the_sentence_names_gain_and_control(results):
    told = sentence(results)
    assert "rose by 3.0 rungs in 3 rounds, from 3.5 to 6.5" in told
    assert "unfiltered moved by +0.0" in told


def test_an_interval_that_holds_zero_is_no_gain(results):
    told = sentence(arm(results, 0, frontier_gain=Interval(0.2, -0.1, 0.5)))
    assert "did not measurably move" in told


def test_a_fall_is_called_a_fall(results):
    assert "fell by 2.0" in sentence(arm(results, 0, frontier_gain=Interval(-2.0, -2.5, -1.5)))


def test_three_figures_even_without_a_control(results):
    assert [one.value for one in figures(results)] == ["+3.0", "+0.0", "+9.0"]
    alone = make_results(arms=1)
    assert figures(alone)[1].value == "none"


@pytest.mark.parametrize(
    ("guessed", "told"),
    [
        (
            {1: 0.25, 2: 0.25},
            "right on 25 % of the items: at the frontier, where one half is right, 33 % ",
        ),
        (
            {1: 0.25, 2: 0.1},
            "at the frontier, where one half is right, 33 to 44 % are known",
        ),
        ({1: 0.5, 2: 0.5, 3: 0.25}, "On rungs 1 to 2 guesses among the options are right on half"),
    ],
)
def test_what_a_frontier_means_where_options_can_be_guessed_among(results, guessed, told):
    ladder = results.ladder.model_copy(update={"guessed": guessed})
    assert any(told in line for line in caveats(results.model_copy(update={"ladder": ladder})))
    assert not any("uesses among" in line for line in caveats(results))


def test_doubts_name_power_and_absent_arms(results):
    told = " ".join(caveats(results))
    assert "14 points" in told
    assert "random-label: whether any training at all" in told
    assert "unfiltered: " not in told


def test_doubts_see_bad_labels_flattery_edges_and_forgetting(results):
    rounds = list(results.arms[0].rounds)
    label = rounds[-1].labelling[0].model_copy(update={"audit": Count(30, 60)})
    score = rounds[0].untouched["addition"][0]
    rounds[-1] = rounds[-1].model_copy(
        update={
            "labelling": [label],
            "frontier": Frontier(8.5, 8.4, 8.5, "above the last rung"),
            "untouched": {"addition": [score.model_copy(update={"strict": Count(2, 100)})]},
        }
    )
    bad = arm(results, 0, rounds=rounds, label_precision=Interval(0.5, 0.4, 0.6))
    told = " ".join(caveats(bad))
    for part in (
        "50.0 [40.0, 60.0] % were right",
        "49 points above the audit",
        "above the last rung",
        "forgot addition, rung 1: 95 to 2 of 100",
    ):
        assert part in told


def test_an_arm_without_labels_says_so(results):
    bare = arm(results, 0, label_precision=None)
    assert "trained on no label" in " ".join(caveats(bare))


def test_nothing_is_missing_but_what_is(results):
    assert missing(results) == ["the verdict", "headroom and forecast"]


def test_a_rung_has_a_price_only_where_the_gain_is_sure(results):
    climbed, stayed = rung_costs(results, price_per_hour=2.0).rows
    assert climbed == ("voted", 4.5, 150000, 0.15, 3.0, 1.5, 50000, 0.05)
    assert stayed[-3:] == (None, None, None)


def test_labels_whose_true_answers_are_not_known_are_no_missing_labels(results):
    told = unaudited(results)
    rounds = [one.model_copy(update={"original": None}) for one in told.arms[0].rounds]
    *_, last = figures(arm(told, 0, rounds=rounds))
    assert (last.value, last.label) == ("not known", "how many of its labels were right")
