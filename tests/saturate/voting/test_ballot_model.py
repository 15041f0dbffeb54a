"""The likelihood of ballots, against probabilities worked out by hand."""

import numpy as np
import pytest

from saturate.voting.ballot_model import Axes, BallotModel, Traps

AXES = Axes(
    *(np.array(x) for x in ((0.3, 0.6), (0.7, 0.9), (0.2,), (0.1, 0.4))),
    [Traps(0.0, 1.0, 0.5), Traps(0.25, 0.2, 0.9)],
)
MODEL = BallotModel(AXES)


def partitions(n):
    """Every way to say which of n ballots agree, as the answer's number of each."""
    if n == 0:
        yield ()
        return
    for rest in partitions(n - 1):
        for answer in range(max(rest, default=-1) + 2):
            yield (*rest, answer)


@pytest.mark.parametrize("sources", [(0,), (0, 1, 2), (0, 0, 0), (0, 1, 0, 1), (0, 0, 1, 2, 0)])
def test_the_likelihoods_of_all_that_can_happen_sum_to_one(sources):
    total = 0.0
    for answers in partitions(len(sources)):
        profile = tuple(
            tuple(
                sum(a == answer and s == source for a, s in zip(answers, sources, strict=True))
                for source in sorted(set(sources))
            )
            for answer in range(max(answers) + 1)
        )
        total = total + MODEL.likelihoods(profile)[0]
    assert total == pytest.approx(np.ones(AXES.shape), abs=1e-12)


def test_two_ballots_agree_if_both_are_right_or_make_one_mistake():
    def both(p, correlation=0.2):
        right = p * (p + correlation * (1 - p))
        return right, (1 - p) * ((1 - p) + correlation * p)

    whole, right = MODEL.likelihoods(((1, 1),))
    (plain, wrong), (caught, trapped) = both(0.7), both(0.2 * 0.7)
    assert right[0, 0, 0, 0] == pytest.approx([plain, 0.75 * plain + 0.25 * caught])
    agreeing = [plain + 0.1 * wrong, caught + 0.9 * trapped]
    assert whole[0, 0, 0, 0] == pytest.approx(
        [agreeing[0], 0.75 * agreeing[0] + 0.25 * agreeing[1]]
    )


def test_a_source_repeats_itself():
    whole, right = MODEL.likelihoods(((2,),))
    once, _ = MODEL.likelihoods(((1, 1),))
    assert whole[1] == pytest.approx(0.6 + 0.4 * once[1])
    assert right[1, 0, 0, 0, 0] == pytest.approx(0.6 * 0.7 + 0.4 * 0.7 * (0.7 + 0.2 * 0.3))


def test_an_answer_without_a_ballot_is_right_in_no_part_of_it():
    whole, right = MODEL.likelihoods(((0, 0), (1, 1)))
    assert whole == pytest.approx(MODEL.likelihoods(((1, 1),))[0])
    assert not right.any()
    whole, right = MODEL.likelihoods(())
    assert whole == pytest.approx(np.ones(AXES.shape)) and not right.any()
