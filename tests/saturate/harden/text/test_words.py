import pytest

from saturate.harden.text.words import Vocabulary, bare, equivalent, mentions, number, words
from saturate.ladder.overlap import Overlap


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Paris", "paris."),
        ("the heart", "heart"),
        ("1,000", "1000.0"),
        ("$5", "5"),
        ("a whale", "blue whale"),
        ("melting ice", "the melted ice"),
        ("red and blue", "blue and red"),
        ("", "anything"),
        ("北京", "北京市"),
    ],
)
def test_answers_that_may_say_the_same(one, other):
    assert equivalent(one, other)
    assert equivalent(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("5", "50"), ("Paris", "Rome"), ("0.5", "5"), ("the heart", "the liver")]
)
def test_answers_that_differ(one, other):
    assert not equivalent(one, other)


def test_numbers_are_read_whole_or_not_at_all():
    assert number("-1,234.50") == number("-1234.5")
    assert number("3 apples") is None
    assert mentions("He paid 1,200 dollars.", "1200")
    assert not mentions("He paid 1,200 dollars.", "200")


def test_words_of_scripts_without_spaces_are_pairs():
    assert words("北京大学 Hall") == ["北京", "京大", "大学", "hall"]


def test_common_words_of_any_language_are_not_content():
    texts = [f"der Hund {n}x frisst die Wurst{n}" for n in range(60)]
    content = Vocabulary(texts).content("der Hund frisst Kuchen")
    assert "kuch" in content
    assert "der" not in content


def test_a_copy_differs_in_case_blanks_and_punctuation_alone():
    assert bare("  What is\n“X”,  then ?") == bare("what is x then")
    assert bare("3 + 4") != bare("3 - 4")
    assert bare("is .5") != bare("is 5")
    assert bare("1.5 m.") != bare("15 m")


def test_vowel_signs_are_parts_of_words():
    assert words("राम के पास पानी है") == ["राम", "के", "पास", "पानी", "है"]
    assert len(words("அவளிடம் எத்தனை ஆப்பிள்கள் உள்ளன")) == 4


def test_runs_count_whole_words_of_scripts_with_vowel_signs():
    shared = "राम के पास कितने रुपये बचे हैं अब"
    known = Overlap([f"{shared} दोपहर तक बाज़ार में"])
    assert not known.shares_run(f"कल सुबह {shared} घर लौटने पर")
    long = "राम के पास कितने रुपये बचे हैं अब दोपहर तक बाज़ार में क्या"
    assert Overlap([long]).shares_run(f"कल {long}")
