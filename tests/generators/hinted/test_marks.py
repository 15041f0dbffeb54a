import pytest

from saturate.generators.hinted.marks import LAST, MARKS, marked, unmarked


def test_marks_are_columns_of_a_spreadsheet_in_a_ring():
    assert MARKS[:3] == ("aa", "ab", "ac") and MARKS[26] == "ba" and MARKS[-1] == "ez"
    assert marked("123", 128) == "ey1ez2aa3"
    assert marked("123", 128, falling=True) == "aa1ez2ey3"


@pytest.mark.parametrize("falling", [False, True])
@pytest.mark.parametrize("digits", ["0", "7302", "9" * len(MARKS)])
@pytest.mark.parametrize("start", [0, 64, 129])
def test_what_is_marked_is_read_back(digits, start, falling):
    assert unmarked(marked(digits, start, falling), falling) == (digits, start)


@pytest.mark.parametrize(
    "text",
    ["", "aa", "7", "aa1aa2", "aa1ac2", "ab1aa2", "aa1ab", "aa1 ab2", "fa1", "AA1", "aa１", "aa12",
     marked("1" * 130, 0) + "aa1"],
)  # fmt: skip
def test_what_has_no_marks_that_rise_one_by_one_is_refused(text):
    with pytest.raises(ValueError, match="not digits with marks"):
        unmarked(text)


def test_a_sum_of_the_longest_operands_has_a_mark_for_each_digit():
    assert len(str(2 * int("9" * LAST))) < len(MARKS)
