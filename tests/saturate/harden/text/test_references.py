import pytest

from saturate.harden.text.references import OTHERS, STATEMENTS, is_meta, names_labels, references

SPELLINGS = """(A) and (B)|A and B|Both A & C|A, B and D|A,B|A-C|A/B|A + B|a & b only|Only A|A or B
'B' & 'C'|a. and c. above|Both a and c|it is A and B but not C|Options A and B|Answer C
1 and 2 only|1 & 3|the first two|The last three|the former|the first and the third
all of the above|All of these options.|none of these|both of the above|neither|Both|None
more than one of these|any of the above|Either of these|All of the options given are correct
No correct answer|Cannot be determined|Data inadequate|Not enough information to say|All except B
Ambas son correctas|A y B|todas las anteriores|ninguna de las anteriores|Las dos primeras
Aucune de ces réponses n'est exacte|les deux.|Les réponses A et B sont exactes|A et B
Beide.|A und B|Keine der oben stehenden Aussagen ist richtig.|alle genannten
Nenhuma das anteriores|A e B|todas as alternativas estão corretas|1 e 2 são verdadeiras
tutte le precedenti|nessuna delle precedenti|geen van bovenstaande|alla ovanstående|ingen av delene
Żadna z odpowiedzi|A oraz B|wszystkie odpowiedzi|Egyik sem.|a és b is igaz.|Mindkettő.|sve navedeno
Сите наведени.|А и Б|все перечисленное|нито едно от изброените|двете|Hepsi|Hiçbiri|A ve B
Të gjitha thëniet e numëruara.|Tất cả đều đúng|cả A và B|A dan B|semua benar|hapo juu
以上都是|A和B|以上皆非|选项A|无法确定|上記すべて|AとB|いずれでもない|모두 맞다|위의 모두
أ و ب|جميع ما سبق|لا شيء مما سبق|उपरोक्त सभी|इनमें से कोई नहीं|উপরের সবগুলো|ก และ ข|ถูกทุกข้อ
όλα τα παραπάνω|και τα δύο|aurreko guztiak|niciuna|toate cele de mai sus|כל התשובות נכונות"""


@pytest.mark.parametrize("option", SPELLINGS.replace("\n", "|").split("|"))
def test_an_option_that_names_others_keeps_its_item_out(option):
    assert references([option, "lime", "pear", "nut"], "What did she eat?") == OTHERS


@pytest.mark.parametrize(
    "option",
    [
        "I and III only", "(i), (ii), and (iv) only", "I, II dhe IV.", "II и IV.", "①②", "1 and 3",
        "1, 2", "(1) and (2) only",
    ],
)  # fmt: skip
def test_an_option_that_names_statements_of_the_question_is_told_apart(option):
    question = "Which are right? I. oak II. elm III. ash ① yew ② fig (1) box (2) fir (3) bay"
    assert references([option, "lime", "pear", "nut"], question, numbered=False) == STATEMENTS
    assert names_labels(option) or option == "1, 2"


def test_options_that_are_all_rows_of_numbers_name_statements():
    assert references(["1,2,3", "1,3,4", "2,3,4", "1,2,3,4"], "Demand falls.") == STATEMENTS


@pytest.mark.parametrize(
    "option",
    [
        "Vitamin A and C", "blood groups A and B", "A", "B12", "a dog", "Allan Poe",
        "Type II and III", "5 and 6", "x and y", "0, 4", "1.5", "2-3 %", "G and H",
        "C7", "Beta", "4 A.", "-5 and 3", "a < b", "5C3*4C3", "The Great Migration began.",
        "Visit a friend.", "首都",
        "他们都去了北京城",
        "odpowiedzialność", "La visión", "XII", "the first animal", "two years",
    ],
)  # fmt: skip
def test_an_option_that_says_something_of_its_own_may_stay(option):
    assert references([option, "lime", "pear", "nut"], "What did she eat?", numbered=False) == ""


def test_numbers_name_options_only_where_options_are_numbered():
    options = ["1 and 2", "7", "8", "9"]
    assert references(options, "Solve it.", numbered=True) == OTHERS
    assert references(options, "Solve it.", numbered=None) == OTHERS
    assert references(options, "Solve it.", numbered=False) == ""


def test_answers_that_name_labels_are_not_offered_to_other_items():
    assert all(map(names_labels, ["B and D only", "II and III", "C", "VI", "②", "乙", "1 & 2"]))
    assert not names_labels("oak") and not is_meta("oak")
