import pytest

from saturate.harden.text.stems import asks_for_any, is_negated


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
    assert not asks_for_any("Ann has a hat, which has wool. Who made the hat?")
    assert not asks_for_any("Who wrote Faust?")
