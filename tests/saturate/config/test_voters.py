import pytest

from saturate.config.voters import Voter, Voters, parse_voters
from saturate.errors import SaturateError


@pytest.mark.parametrize(
    ("text", "voters", "seats"),
    [
        ("views:7", Voters(views=7), 7),
        ("samples:5", Voters(samples=5), 5),
        ("models:3,views:4", Voters(models=3, views=4), 12),
        (" views:4 , samples:2", Voters(views=4, samples=2), 8),
        ("models:2,views:3,samples:2", Voters(2, 3, 2), 12),
    ],
)
def test_kinds_multiply_and_read_back(text, voters, seats):
    found = parse_voters(text)
    assert found == voters
    assert found.seats == seats
    assert parse_voters(str(found)) == found


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("views", "write kind:count"),
        ("", "write kind:count"),
        ("views:3,", "write kind:count"),
        ("view:3", "did you mean 'views'"),
        ("views:3,views:2", "twice"),
        ("views:0", "between 1 and 256"),
        ("models:3,views:0", "between 1 and 256"),
        ("models:20,views:20", "between 1 and 256"),
    ],
)
def test_mistakes_get_a_sentence(text, sentence):
    with pytest.raises(SaturateError, match=sentence):
        parse_voters(text)


def test_every_voter_has_one_seat_and_the_first_seats_differ_most():
    voters = Voters(models=2, views=3, samples=2)
    seats = [voters.seat(number) for number in range(voters.seats)]
    assert len(set(seats)) == 12
    assert seats[:6] == [Voter(m, v, 0) for v in range(3) for m in range(2)]
