import pytest

from saturate.harden.text.languages import is_read
from saturate.harden.text.stems import asks_for_any, doubt, is_negated

UNREAD = """\
Quin dels següents no és un planeta?
On es produeix la fotosíntesi?
Quin animal és un mamífer?
Cal dos seguintes non é un planeta?
Quen escribiu o libro?
కింది వాటిలో ఏది గ్రహం కాదు?
ಈ ಕೆಳಗಿನವುಗಳಲ್ಲಿ ಯಾವುದು ಗ್ರಹವಲ್ಲ?
താഴെ പറയുന്നവയിൽ ഗ്രഹമല്ലാത്തത് ഏത്?
નીચેનામાંથી કયો ગ્રહ નથી?
खालीलपैकी कोणता ग्रह नाही?
तलका मध्ये कुन ग्रह होइन?
ਹੇਠਾਂ ਦਿੱਤਿਆਂ ਵਿੱਚੋਂ ਕਿਹੜਾ ਗ੍ਰਹਿ ਨਹੀਂ ਹੈ?
පහත ඒවායින් ග්‍රහලෝකයක් නොවන්නේ කුමක්ද?
کدام یک از موارد زیر سیاره نیست؟
ان میں سے کون سا سیارہ نہیں ہے؟
איזה מהבאים אינו כוכב לכת?
ჩამოთვლილთაგან რომელი არ არის პლანეტა?
ከሚከተሉት ውስጥ ፕላኔት ያልሆነው የትኛው ነው?
តើមួយណាមិនមែនជាភព?
Ni ipi kati ya hizi si sayari?
Welke van deze dieren is een zoogdier?
Wie is de koning van dit land?
Hvilket af disse dyr er et pattedyr?
Hvilket av disse dyrene er et pattedyr?
Vilket av dessa djur är ett däggdjur?
Mikä näistä eläimistä on nisäkäs?
Яка з цих тварин є ссавцем?
Котра з тварин ссавець?
Koja od ovih životinja je sisar?
Koja od ovih je planeta?
Која од ових животиња је сисар?
Кое од овие животни е цицач?
Кога се случи битката?
Zein da ugaztuna?
Manakah di antara hewan ini yang merupakan mamalia?
다음 중 포유류는 어느 것입니까?
포유류는 무엇인가?
哺乳類はどれですか?
أي من هذه الحيوانات من الثدييات؟
أي الغازات خفيف؟
इनमें से कौन सा जानवर स्तनधारी है?
কোন প্রাণীটি স্তন্যপায়ী?
สัตว์ใดเป็นสัตว์เลี้ยงลูกด้วยนม?
Hangi hayvan memelidir?
Melyik nem emlős?
Kuris gyvūnas nėra žinduolis?
Które zwierzę jest ssakiem?
Kto napisal knihu?
Cili nuk është gjitar?
Con vật nào là động vật có vú?
Alin sa mga ito ang hindi planeta?
Wanne daga cikin wadannan ba duniya ba ne?
Kiyès nan sa yo ki pa yon planèt?
Watter van hierdie diere is 'n soogdier?
Care dintre acestea nu este o planeta?
Ποιο από τα ακόλουθα δεν είναι πλανήτης;
下列邊個唔係行星?
Yuqoridagilardan qaysi biri sayyora emas?
Қайсысы планета емес?
Кайсынысы планета эмес?
Аль нь гараг биш вэ?
Hver af eftirfarandi er ekki reikistjarna?
Pa un o'r rhain nad yw'n blaned?
Cé acu díobh seo nach pláinéad é?
Liema minn dawn mhijiex pjaneta?
Ahi amin'ireto no tsy planeta?
Kuwii soo socda kee ma aha meere?
Iyiphi kulezi engeyona iplanethi?
Waa kuma madaxweynaha la doortay?
Which of dis wan no be planet?
Milline neist ei ole planeet?
Nga cila prej tyre nuk eshte planet?"""
"""Negated questions and questions for a class, in languages of which neither is known."""
READ = """\
Who wrote Faust?
When was the battle?
Who was Gödel?
What causes rain?
Where does α decay happen in an atom?
A young dog is called a
What is 3 + 4?
If 3x = 12, what is x?
Find gcd(12, 8).
Which town did the sailor see?
Who first solved x² = 2?
Wer schrieb Faust?
Wann war die Schlacht bei Leipzig?
Wo liegt Leipzig?
Wie heißt die Hauptstadt von Peru?
Qui a écrit Faust ?
Où se trouve le foie ?
Quelle est la capitale du Pérou ?
En quelle année a eu lieu la bataille ?
¿Quién escribió Fausto?
¿Dónde se produce la fotosíntesis?
¿Cuándo fue la batalla?
¿Cómo se llama la capital de Perú?
Chi ha scritto la Divina Commedia?
Dove si trova il fegato?
Quando avvenne la battaglia?
Come si chiama la capitale del Perù?
Quem escreveu Os Lusíadas?
Onde fica o fígado?
Em que ano foi fundada a cidade?
Como se chama a capital do Peru?
Кто написал роман «Война и мир»?
Когда произошла битва?
Где находится печень?
Как называется столица Перу?
Кой написа романа?
Кога се е състояла битката?
Къде се намира черният дроб?
谁写了红楼梦？
光合作用发生在什么地方？"""
NEGATED = """\
Welches Tier ist ausgenommen?
Wer war niemals König von Peru?
Was gehört nicht dazu?
Qui n'a jamais été roi ?
Que ne fait-il pas ?
Quel animal n'est pas un mammifère ?
Cherchez l'intrus : de ces animaux ?
¿Qué animal no forma parte del grupo?
¿Quién nunca fue rey?
Che animale non fa parte del gruppo?
Quale affermazione è inesatta?
Quem nunca foi rei?
Qual animal não é um mamífero?
Кто не является писателем?
Что лишнее в этом ряду?
Кой не е бозайник?
Какво няма в клетката?
有误的是
哪种动物没有脊椎？
谁未参加过战争？"""
ANY = """\
Welche Stadt liegt am Meer?
Was ist ein Säugetier?
Wer dieser Männer war Komponist?
Quel gaz est léger ?
Qu'est-ce qu'un mammifère ?
Qui de ces hommes est un compositeur ?
¿Qué gas es ligero?
¿Cuál es un mamífero?
¿Qué es un mamífero?
¿Quién de estos hombres es compositor?
Che gas è leggero?
Quale gas è leggero?
Che cos'è un mammifero?
Que gás é leve?
Em que planeta há gelo?
O que é um mamífero?
Quais são mamíferos?
Какой газ лёгкий?
Что является млекопитающим?
Кто из этих людей композитор?
Кой газ е лек?
Какъв газ е лек?
哪种动物是哺乳动物?
什么气体很轻?
何种气体很轻?
属于哺乳动物的是
Which of these is a mammal?
Who was a composer?"""


@pytest.mark.parametrize("numeric", [False, True])
@pytest.mark.parametrize("question", UNREAD.splitlines())
def test_questions_in_other_languages_are_doubted_whatever_they_ask(question, numeric):
    assert "its language" in doubt(question, numeric)


@pytest.mark.parametrize("question", READ.splitlines())
def test_questions_in_languages_that_were_read_are_judged_by_their_words(question):
    assert "its language" not in doubt(question, numeric=False)


@pytest.mark.parametrize("question", NEGATED.splitlines())
def test_each_language_that_was_read_shows_its_negations(question):
    assert is_negated(question)


@pytest.mark.parametrize("question", ANY.splitlines())
def test_each_language_that_was_read_shows_its_questions_for_a_class(question):
    assert asks_for_any(question)


def test_formulas_are_in_every_language():
    assert is_read("3 + 4 =")
    assert is_read("2x = 4, x = ?")
    assert not is_read("2x = 4，x的值为？ ある数")


def test_labels_that_all_prompts_share_say_nothing_of_the_language():
    asked = "Qui va escriure el llibre?"
    shown = f"Choose which of the texts is the right answer to the question.\n{asked}\nAnswer:"
    assert "its language" not in doubt(shown, numeric=False)
    assert "its language" in doubt(shown, numeric=False, asked=asked)
