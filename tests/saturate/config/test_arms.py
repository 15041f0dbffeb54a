import pytest

from saturate.config.arms import VOTED, Arm, ArmKind, parse_arm, parse_arms
from saturate.errors import SaturateError


def test_names_read_back():
    for name in (
        "voted",
        "unfiltered",
        "random-label",
        "format",
        "gold",
        "noise:0.1",
        "maj",
        "voted-ladder",
    ):
        assert str(parse_arm(name)) == name
    assert parse_arm("noise:.25") == Arm(ArmKind.NOISE, 0.25)
    assert parse_arms("voted, voted,noise:0.1") == (VOTED, Arm(ArmKind.NOISE, 0.1))


@pytest.mark.parametrize("text", ["noise", "noise:2", "noise:-0.1", "noise:1.5", "votd", "", "maj"])
def test_what_is_no_arm_is_refused(text):
    with pytest.raises(SaturateError):
        parse_arms(text)
