"""Near-duplicates: copies in other dress, and thirteen words in a row."""

import pytest

from saturate.ladder.overlap import Overlap

LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        ("What is 3 + 4?", True),
        ("  WHAT is (3) 4 ", True),
        ("What is 3 + 5?", False),
        (f"And so: {LONG.upper()}.", True),
        (" ".join(LONG.split()[:13]) + " again", True),
        (" ".join(LONG.split()[:12]) + " again", False),
        (
            "\u6211\u4eca\u5929\u5728\u5e02\u573a\u4e70\u4e86\u4e09\u4e2a\u82f9\u679c\u548c\u6a58\u5b50",
            True,
        ),
        ("\u6211\u4eca\u5929\u5728\u5e02\u573a", False),
    ],
)
def test_what_counts_as_shared(text, shared):
    chinese = "\u6211\u4eca\u5929\u5728\u5e02\u573a\u4e70\u4e86\u4e09\u4e2a\u82f9\u679c\u548c\u68a8"
    assert (text in Overlap(["What is 3 + 4?", LONG, chinese])) is shared


def test_a_run_in_many_texts_is_a_turn_of_phrase():
    assert f"{LONG} z" in Overlap(f"{LONG} {n}" for n in range(10))
    assert f"{LONG} z" not in Overlap(f"{LONG} {n}" for n in range(11))
