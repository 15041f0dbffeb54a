import pytest

from saturate.harden.operators.distract import stands_alone


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
        "Aus diesem Grund steigt heißes Wasser im Kessel nach oben.",
        "Pour cette raison, un ballon monte dans une salle froide.",
        "Un globo sube en una sala fría por este motivo.",
        "Un enfant regarde un arc-en-ciel depuis la fenêtre.",
        "Al mediodía sacamos una foto con una cámara vieja.",
        "Eine Spule hängt an der Decke und dreht sich.",
        "Current medications include two kinds of drops.",
        "Weak reflexes of both knees are noted.",
        "A small incision near one knee is performed.",
        "Resting heart rate is 64 on a Tuesday.",
        "Urinalysis shows a few red cells.",
        "All variables were measured on a Tuesday.",
        "Lena replies with a 12-word poem.",
        "Omar planted 14 tulips in each bed.",
    ],
)
def test_what_does_not_stand_alone(sentence):
    assert not stands_alone(sentence)


def test_what_stands_alone():
    assert stands_alone("Jordan read 120 French novels last holiday.")
    assert stands_alone("Eine Frau wirft einen roten Ball senkrecht nach oben.")
    assert stands_alone("Deux trains partent de Lyon et de Lille vers midi.")
    assert stands_alone("Two elder doctors run a clinic in Oslo.")
