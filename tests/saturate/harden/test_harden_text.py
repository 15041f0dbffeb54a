import pytest

from saturate.harden.operators.distract import stands_alone
from saturate.harden.tasks.labels import labels_of, read_block
from saturate.harden.text.stems import asks_for_any, is_negated
from saturate.harden.text.words import Vocabulary, bare, equivalent, mentions, number, words


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


@pytest.mark.parametrize(
    "sentence",
    [
        "He bought five apples at the shop.",
        "How many apples are in the box.",
        "If a train leaves at noon it is late.",
        "Find the number of red balls here.",
        "Short one here.",
        "The answer is five in this case.",
        "Maria gave them two old books yesterday.",
        "A. is the first option of all.",
        "the box holds five apples now.",
        "Ana's original price of an apple is $5.",
        "Cats and dogs cost $5, and other animals cost $9.",
        "Maria kept 3 and passed five to Tom.",
        "Maria sold as many apples as Tom.",
        "A baker sells the bread to two shops.",
        "Maria bought apples. Tom bought pears too.",
    ],
)
def test_what_does_not_stand_alone(sentence):
    assert not stands_alone(sentence)


def test_what_stands_alone():
    assert stands_alone("Jordan read 120 French novels last holiday.")


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


@pytest.mark.parametrize(
    "question",
    [
        "Which is NOT a mammal?", "Welches Tier ist kein Säugetier?", "下列哪项不是？",
        "All EXCEPT",
        "Une seule est fausse. Laquelle?", "Indiquer la réponse inexacte :", "Lequel n'agit pas ?",
        "Qual é a afirmação incorreta?", "Quale non è un mammifero?", "Što nije sisavac?",
        "Melyik nem emlős?", "Cili nuk është gjitar?", "Које животиње нису сисари?",
    ],
)  # fmt: skip
def test_negated_questions(question):
    assert is_negated(question)


def test_questions_for_any_member():
    assert asks_for_any("Which of the following is a mammal?")
    assert asks_for_any("Wählen Sie die wahre Aussage über Gase.")
    assert asks_for_any("Кой от споменатите автори е роден тук?")
    assert asks_for_any("Melyik állítás igaz?")
    assert asks_for_any("A keresleti infláció kiváltó oka lehet")
    assert asks_for_any("Une insuffisance rénale peut être causée par :")
    assert not asks_for_any("Who wrote Faust?")


def test_a_copy_differs_in_case_blanks_and_punctuation_alone():
    assert bare("  What is\n“X”,  then ?") == bare("what is x then")
    assert bare("3 + 4") != bare("3 - 4")
    assert bare("is .5") != bare("is 5")
    assert bare("1.5 m.") != bare("15 m")
