import pytest

from saturate.harden.text.own_labels import without_labels


@pytest.mark.parametrize(
    ("options", "texts", "second"),
    [
        (["A)lime", "B)3", "C)x"], ("lime", "3", "x"), "B)"),
        (["(A) lime", "(B) 3", "(C) x"], ("lime", "3", "x"), "(B) "),
        (["A. lime", "B. 3", "C.  x"], ("lime", "3", "x"), "B. "),
        (["a: lime", "b: 3", "c: x"], ("lime", "3", "x"), "b: "),
        (["1) 10", "2) 3", "3) 4"], ("10", "3", "4"), "2) "),
        (["1. ten", "2. 3", "3. 4"], ("ten", "3", "4"), "2. "),
        (["①lime", "②3"], ("lime", "3"), "②"),
        (["i) lime", "ii) 3", "iii) x"], ("lime", "3", "x"), "ii) "),
        (["(I) lime", "(II) 3"], ("lime", "3"), "(II) "),
        (["A．甲", "B. 乙", "(C)丙"], ("甲", "乙", "丙"), "B．"),
        (["А) да", "Б) не"], ("да", "не"), "Б) "),
        (["A).084%", "B)4.67%"], (".084%", "4.67%"), "B)"),
        (["A.1930s", "B.1940s"], ("1930s", "1940s"), "B."),
        (["[A] lime", "[B] x"], ("lime", "x"), "[B] "),
        (["A - lime", "B - x"], ("lime", "x"), "B - "),
    ],
)
def test_labels_are_taken_off_and_written_in_the_form_of_the_first(options, texts, second):
    found = without_labels(options)
    assert found.texts == texts
    assert found.labels.written(1, "") == second


@pytest.mark.parametrize(
    "options",
    [
        ["A)lime", "C)x", "B)3"], ["lime", "B) x", "C) y"], ["A. lime", "B. x", "C. y", "n/a"],
        ["B. lime", "A. x"], ["(A)lime", "(B)x", "(D)"], ["Is flat", "Is low", "c) thin", "d) red"],
    ],
)  # fmt: skip
def test_labels_out_of_order_are_not_guessed(options):
    assert without_labels(options) is None


@pytest.mark.parametrize(
    "options",
    [
        ["1.5", "2.5", "3.5"], ["1:2", "2:3"], ["E. coli", "S. aureus", "fungi"], ["lime", "nut"],
        ["a dog", "b flat"], ["2 - 12 months", "3 - 6 months", "5 years"], ["I am", "II World War"],
        ["C. albicans", "C. glabrata", "C. krusei"],
    ],
)  # fmt: skip
def test_texts_without_labels_stay_as_they_are(options):
    found = without_labels(options)
    assert found.texts == tuple(options)
    assert found.labels is None
