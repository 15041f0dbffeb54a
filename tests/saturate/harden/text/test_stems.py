import pytest

from saturate.harden.text.stems import (
    asks_for_any,
    doubt,
    has_several_roots,
    is_negated,
    is_open,
)


@pytest.mark.parametrize(
    "question",
    [
        "Which is NOT a mammal?", "Welches Tier ist kein Säugetier?", "下列哪项不是？",
        "All EXCEPT",
        "Une seule est fausse. Laquelle?", "Indiquer la réponse inexacte :", "Lequel n'agit pas ?",
        "Quel corps ne s’évapore pas ?",
        "Qual é a afirmação incorreta?", "Quale non è un mammifero?", "Što nije sisavac?",
        "Kuris gyvūnas nėra žinduolis?", "Hangi hayvan suda yaşamaz?",
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
    assert asks_for_any("关于光，叙述正确的是")
    assert asks_for_any("Ann is cold. Which has wool?")
    assert not asks_for_any(
        "Ann has a hat of wool, of the kind which has a brim. Who made the hat?"
    )
    assert asks_for_any("Which animals have fur?")
    assert asks_for_any("Ann is late. Why did Ann run?")
    assert asks_for_any("Welches Tier legt Eier?")
    assert asks_for_any("Quel gaz est léger ?")
    assert asks_for_any("酵母的过程的是")
    assert not asks_for_any("Which town did the sailor see?")
    assert not asks_for_any("Who wrote Faust?")


def test_open_questions():
    assert is_open("The bread is very what?\nAnswer:")
    assert is_open("When a country trades,")
    assert is_open("Where did she go?")
    assert not is_open("A young dog is called a")
    assert not is_open("A young dog is called what?\nAnswer:")
    assert not is_open("Who wrote Faust?\nAnswer:")


def test_languages_of_unknown_negations_are_doubted_for_numbers_too():
    assert "its language" in doubt("Kada įvyko mūšis?", numeric=False)
    assert "its language" in doubt("Kada įvyko mūšis?", numeric=True)
    assert doubt("When was the battle?", numeric=False) == ""


@pytest.mark.parametrize(
    "question",
    [
        "If x² − 5x + 6 = 0, what is x?", "If $x^{2} - 5x + 6 = 0$, what is x?",
        "If x**2 = 9, what is x?", "If (x - 2)(x - 3) = 0, what is x?",
        "If x(x - 3) = 0, what is x?", "If |x - 3| = 5, what is x?",
        "If sin(x) = 1/2, what is x in degrees?", "If 1/2 = cos x, what is x in degrees?",
        "The cosine of an angle is 1/2. What is the angle?",
        "If x mod 5 = 3, what is x?", "Let x ≡ 3 (mod 5). What is x?",
        "Let $x \\equiv 3 \\pmod 5$.", "What number leaves a remainder of 3?",
        "If 2x + 1 > 7, what is x?", "If x ≥ 4, what is x?",
        "If $x \\leq 4$, what is x?", "What is the root of the quadratic equation?",
        "A number squared is 9. What is the number?",
    ],
)  # fmt: skip
def test_questions_that_several_numbers_may_satisfy(question):
    assert has_several_roots(question)
    assert doubt(question, numeric=True)


@pytest.mark.parametrize(
    "question",
    [
        "What is 3 + 4?", "If 3x = 12, what is x?", "If 2^x = 8, what is x?",
        "How many legs has a spider?", "What is the square root of 9?", "What is 5 squared?",
        "What is sin 30°?",
        "Ann has 3 coins (all red) and finds 4. How many coins has Ann?",
        "A room has an area of 25 m². How long is a wall of it?",
    ],
)  # fmt: skip
def test_questions_that_one_number_satisfies(question):
    assert not has_several_roots(question)


def test_words_are_wrong_whatever_the_equation():
    assert doubt("Who first solved x² = 2?", numeric=False) == ""
