"""The number of labels that is named is enough where voters agree, and one fewer is not."""

import pytest

from saturate.voting.enough_labels import fewest_labels
from saturate.voting.precision import Vote, estimated_precisions


@pytest.mark.parametrize(
    ("views", "declared", "fewest"), [(7, True, 31), (3, True, 57), (3, False, 102)]
)
def test_one_label_fewer_is_not_enough(views, declared, fewest):
    sources = tuple((0, view) for view in range(views))
    found = fewest_labels(sources, declared, 0.95)

    def estimate(labels):
        vote = Vote([(source, "7") for source in sources], "7")
        return estimated_precisions([vote] * labels, [[True] * labels], declared)[0].value

    assert estimate(found) >= 0.95
    assert (estimate(found - 1) or 0) < 0.95
    assert found == fewest


def test_some_floors_are_out_of_reach():
    assert fewest_labels(((0, 0),) * 7, True, 0.5) is None  # samples of one view
    assert fewest_labels(tuple((0, view) for view in range(7)), True, 0.9999) is None
