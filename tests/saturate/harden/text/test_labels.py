import pytest

from saturate.harden.text.labels import labels_of, read_block


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("What is it? A. no\nA. foo\nB. bar baz\nC. 3 A.\n D. last\nAnswer:", list("ABCD")),
        ("Q: foo\n(A) one (B) two (C) three\nA:", ["(A)", "(B)", "(C)"]),
        ("Frage\n1) eins\n2) zwei\nAntwort:", ["1", "2"]),
        ("سؤال\nأ. نعم\nب. لا\nالجواب:", ["أ", "ب"]),
    ],
)
def test_options_are_read_from_a_prompt_and_put_back(text, choices):
    block = read_block(text, choices)
    assert block is not None
    assert block.rebuilt(block.options) == text
    assert len(block.options) == len(choices)


def test_options_go_on_to_j_in_the_style_of_the_prompt():
    block = read_block("Which?\n(A) one\n(B) two\nAnswer:", ["(A)", "(B)"])
    shown = block.rebuilt([f"o{n}" for n in range(10)])
    assert shown.endswith("\n(I) o8\n(J) o9\nAnswer:")
    assert block.labels.spelled(10)[-1] == "(J)"


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("no options here", ["A", "B"]),
        ("A. one\nB) two\nAnswer:", ["A", "B"]),
        ("A. one\nB. \nAnswer:", ["A", "B"]),
    ],
)
def test_options_that_cannot_be_read_are_refused(text, choices):
    assert read_block(text, choices) is None


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("How many?\nA. A)24\nB. B)25\nC. C)26\nAnswer:", ["A)24", "B)25", "C)26"]),
        ("How many? A. A) 24 B. B) 25 C. C) 26", ["A) 24", "B) 25", "C) 26"]),
        (
            "Which?\nA. the worm A. lumb\nB. the worm B. rex\nC. the worm C. elegans\nAnswer:",
            ["the worm A. lumb", "the worm B. rex", "the worm C. elegans"],
        ),
    ],
)
def test_marks_within_options_are_theirs(text, options):
    block = read_block(text, ["A", "B", "C"])
    assert block.options == options
    assert block.rebuilt(options) == text


def test_words_are_no_labels():
    assert labels_of(["no", "yes"]) is None
    assert labels_of(["B", "A"]) is None
    assert labels_of([" A", " B"]).spelled(3) == [" A", " B", " C"]
