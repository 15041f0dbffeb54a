"""What labelling a rung keeps, and what it says of itself, worked out by hand."""

import random

import pytest
from support.runs import small_config

from saturate.config.fields import Band
from saturate.config.voters import Voters
from saturate.training.replay import Pair
from saturate.voting.label import label, votes_trained_on
from saturate.voting.labelled import LabelledProposal, Reason, pairs_by_rung
from saturate.voting.length_filter import LengthTrend
from saturate.voting.majority import Ballot, Outcome
from saturate.voting.proposals import Proposal

ANSWERS = [["7", "7", "8"], ["1", "2", "3"], [None, None, None], ["5", "5", "5"]]
PROPOSALS = [Proposal(3, i, f"key {i}", f"question {i}") for i in range(len(ANSWERS))]


def ballot(answer: str | None, seat: int, tokens: int = 4) -> Ballot:
    return Ballot(f"to {seat}", f"says {answer}", answer, tokens, -1.0, answer is not None, seat)


ROWS = [[ballot(answer, seat) for seat, answer in enumerate(row)] for row in ANSWERS]


def labelled(rows=ROWS, filtered=True, trend=None, **settings):
    config = small_config(
        ladder="addition", voters=Voters(views=3), stop_voting="never", agreement=0.5, **settings
    )
    return label(3, PROPOSALS, rows, config, filtered, trend)


def test_the_vote_keeps_what_more_than_half_agree_on():
    found = labelled()
    assert [(one.reason, one.trained) for one in found.labelled] == [
        (Reason.KEPT, [0, 1]),
        (Reason.NO_AGREEMENT, []),
        (Reason.NO_ANSWER, []),
        (Reason.KEPT, [0, 1, 2]),
    ]
    assert [one.outcome for one in found.labelled] == [
        Outcome("7", 2, 3),
        Outcome(None, 1, 3),
        Outcome(None, 0, 3),
        Outcome("5", 3, 3),
    ]
    assert found.tokens == 48


@pytest.mark.parametrize(
    ("band", "reasons"),
    [
        (Band(0.3, 0.9), ["kept", "band"]),
        (Band(0.6666, 0.6667), ["kept", "band"]),
        (Band(0.7, 1.0), ["band", "kept"]),
        (Band(0.3, 1.0), ["kept", "kept"]),
    ],
)
def test_the_band_says_which_labels_are_trained_on(band, reasons):
    found = labelled(band=band)
    first, *_, last = found.labelled
    assert [str(first.reason), str(last.reason)] == reasons
    assert [bool(first.trained), bool(last.trained)] == [why == "kept" for why in reasons]
    summary = found.summary()
    assert summary["outside_band"] == reasons.count("band")
    assert summary["coverage"] == 0.5  # a label outside is one


def test_a_rung_that_is_known_throughout_is_judged_though_nothing_of_it_is_trained_on():
    rows = [[ballot("5", seat) for seat in range(3)] for _ in PROPOSALS]
    found, free = labelled(rows, band=Band(0.3, 0.9)), labelled(rows)
    assert found.stats == free.stats and found.stats.coverage == 1.0
    assert not pairs_by_rung(found.labelled) and len(pairs_by_rung(free.labelled)[3]) == 12


def test_the_ends_of_a_band_belong_to_it():
    assert [Band(0.3, 0.9).holds(n / 10) for n in (2, 3, 9, 10)] == [False, True, True, False]
    assert votes_trained_on(small_config(ladder="addition", band=Band(0.3, 0.9))) == [5, 6]
    assert votes_trained_on(small_config(ladder="addition")) == [5, 6, 7]


def test_the_summary_tells_shares_and_why_precision_is_not_known():
    assert labelled().summary() == {
        "rung": 3,
        "proposals": 4,
        "kept": 2,
        "outside_band": 0,
        "few_views": 0,
        "coverage": 0.5,
        "estimated_precision": None,
        "why_unknown": "2 labels are too few to tell (it takes 20)",
        "off_trend": 0.0,
    }


def test_the_precision_of_many_labels_is_estimated_by_their_sources():
    rng = random.Random(0)
    rows = [
        [ballot("7" if rng.random() < 0.9 else str(rng.random()), seat) for seat in range(7)]
        for _ in range(200)
    ]
    proposals = [Proposal(3, i, f"key {i}", "question") for i in range(200)]

    def stats(voters, filtered=True, rows=rows):
        config = small_config(ladder="addition", voters=voters, stop_voting="never", agreement=0.7)
        return label(3, proposals, rows, config, filtered, declared=True).stats

    assert stats(Voters(views=7)).precision == pytest.approx(0.99, abs=0.01)
    assert stats(Voters(views=7), filtered=False).precision == pytest.approx(0.88, abs=0.02)
    cut = [[*row[:5], *(b._replace(answer=None, finished=False) for b in row[5:])] for row in rows]
    assert stats(Voters(views=7), False, cut).precision == pytest.approx(0.88, abs=0.02)
    sampled = stats(Voters(samples=7))
    assert sampled.precision is None
    assert sampled.why_unknown.startswith("all ballots are samples of one view")


def test_a_ballot_of_unusual_length_makes_no_pair():
    rows = [*ROWS[:3], [*ROWS[3][:2], ballot("5", 2, tokens=40)]]
    assert labelled(rows).labelled[3].trained == [0, 1]
    assert labelled(rows, filters=("vote",)).labelled[3].trained == [0, 1, 2]


def test_agreed_answers_off_the_trend_are_counted_and_not_trained_on():
    found = labelled(trend=LengthTrend(0.0, 0.0, 5.0))
    assert found.stats.off_trend == 1.0 and found.stats.coverage == 0.0
    assert found.labelled[0].reason is Reason.LENGTH


def test_without_the_vote_every_answer_counts_and_unfiltered_every_ballot():
    rows = [[one._replace(finished=True) for one in row] for row in ROWS]
    by_length = labelled(rows, filters=("length",))
    assert [one.trained for one in by_length.labelled] == [[0, 1, 2], [0, 1, 2], [], [0, 1, 2]]
    assert by_length.stats.precision is None
    unfiltered = labelled(rows, filtered=False)
    assert all(one.trained == [0, 1, 2] and one.kept for one in unfiltered.labelled)


def test_unfiltered_what_was_cut_off_is_left_out_but_for_the_turns_before_it():
    answered, cut = ballot("5", 0), ballot("5", 1)._replace(answer=None, finished=False)
    played = cut._replace(turns=[("p", "t")])
    odd = answered._replace(scored_form=False)
    rows = [[answered, cut, played], [cut, cut, answered], [cut, cut, cut], [odd, cut, cut]]
    found = labelled(rows, filtered=False)
    assert [(one.reason, one.trained) for one in found.labelled] == [
        (Reason.KEPT, [0, 2]),
        (Reason.KEPT, [2]),
        (Reason.NO_ANSWER, []),
        (Reason.FORM, []),
    ]
    assert pairs_by_rung(found.labelled) == {
        3: [Pair("to 0", "says 5"), Pair("p", "t"), Pair("to 0", "says 5")]
    }
    first = labelled(rows, filtered=False, traces="shortest").labelled
    assert [one.trained for one in first] == [[0], [2], [], []]


def test_a_stored_row_reads_back_as_it_was():
    for one in labelled().labelled:
        assert LabelledProposal.from_row(one.to_row()) == one


def test_pairs_are_the_trained_ballots():
    pairs = pairs_by_rung(labelled().labelled[:3])
    assert pairs == {3: [Pair("to 0", "says 7"), Pair("to 1", "says 7")]}


def test_one_trace_is_the_shortest_that_agrees_and_unfiltered_the_first():
    lengths = [5, 4, 1]
    rows = [[b._replace(tokens=n) for b, n in zip(row, lengths, strict=True)] for row in ROWS]
    short = labelled(rows, filters=("vote",), traces="shortest").labelled
    assert [one.trained for one in short] == [[1], [], [], [2]]
    drawn = labelled(rows, filtered=False, traces="shortest").labelled
    assert [one.trained for one in drawn] == [[0], [0], [], [0]]


@pytest.mark.parametrize("traces", ["all", "shortest"])
def test_an_answer_in_another_form_votes_and_is_not_trained_on(traces):
    rows = [[row[0]._replace(scored_form=False, tokens=1), *row[1:]] for row in ROWS]
    found = labelled(rows, traces=traces).labelled[0]
    assert (found.outcome, found.trained) == (Outcome("7", 2, 3), [1])
    programs = [[ballot._replace(scored_form=False) for ballot in row] for row in ROWS]
    reasons = [one.reason for one in labelled(programs, traces=traces).labelled]
    assert reasons == [Reason.FORM, Reason.NO_AGREEMENT, Reason.NO_ANSWER, Reason.FORM]
    unfiltered = labelled(rows, filtered=False, traces=traces).labelled[0]
    assert unfiltered.trained == ([1, 2] if traces == "all" else [1])


def test_likely_waits_for_no_seat_that_a_missing_view_leaves_empty():
    """Ten of the twelve that could be asked agree; eleven of fifteen make a label."""
    voters = Voters(views=5, samples=3)
    config = small_config(ladder="addition", voters=voters, agreement=0.7, stop_voting="likely")
    seats = [seat for seat in range(15) if voters.seat(seat).view < 4]

    def judged(answers, **more):
        row = [
            ballot(answer, seat)._replace(**more)
            for answer, seat in zip(answers, seats, strict=False)
        ]
        (one,) = label(3, PROPOSALS[:1], [row], config).labelled
        return one.reason

    assert judged("777777777788", open_seats=12) is Reason.NO_AGREEMENT
    assert judged("777777777888", open_seats=12) is Reason.NO_AGREEMENT
    assert judged("777777777778", open_seats=12) is Reason.KEPT
    assert judged("7777777777") is Reason.KEPT, "one more of five is likely"


def test_without_a_vote_a_ballot_that_holds_no_answer_is_no_label():
    """Of the ballots that are labels nine in ten are right; some problems have none."""
    rng = random.Random(0)
    rows = [
        [
            ballot(
                None if i % 20 == 0 or rng.random() < 0.3
                else "7" if rng.random() < 0.9 else str(rng.random()),
                seat,
            )
            for seat in range(7)
        ]
        for i in range(200)
    ]  # fmt: skip
    proposals = [Proposal(3, i, f"key {i}", "question") for i in range(200)]
    config = small_config(ladder="addition", voters=Voters(views=7), filters=("length",))
    found = label(3, proposals, rows, config, declared=True)
    answers = [one.ballots[i].answer for one in found.labelled for i in one.trained]
    truth = answers.count("7") / len(answers)
    assert truth - 0.05 <= found.stats.precision <= truth
    whole = [[one._replace(finished=True) for one in row] for row in rows]
    unfiltered = label(3, proposals, whole, config, filtered=False, declared=True).stats
    assert unfiltered.precision < 0.7, "there an abstention is a label"


def test_an_answer_may_have_to_win_in_every_view():
    def judged(answers, stop="never", agreement=0.5):
        config = small_config(
            ladder="addition", voters=Voters(views=3, samples=3), every_view=True,
            agreement=agreement, stop_voting=stop,
        )  # fmt: skip
        row = [ballot(answer, seat) for seat, answer in answers.items()]
        (one,) = label(3, PROPOSALS[:1], [row], config).labelled
        return one.reason

    assert judged(dict(enumerate("778777777"))) is Reason.KEPT
    assert judged(dict(enumerate("778778777"))) is Reason.NO_AGREEMENT
    # Seats 0, 3 and 6 answer the first view, 1, 4 and 7 the second.
    one_view, two_views = dict.fromkeys((0, 3, 6), "7"), dict.fromkeys((0, 1, 3, 4, 6, 7), "7")
    assert judged(one_view, agreement=0.3) is Reason.FEW_VIEWS
    assert judged(two_views) is Reason.KEPT
    assert judged(two_views, agreement=0.7) is Reason.FEW_VIEWS
    assert judged({}, stop="lost") is Reason.FEW_VIEWS
