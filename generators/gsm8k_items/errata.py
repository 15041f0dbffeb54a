"""Published items of GSM8K that are at fault; they give no template.

Items are named by a hash of their wording, so that the lists hold for any order of a file. Three
lists: wrong answers that others reported, ambiguous questions that others reported, and faults that
were found by reading redraws. Everything reported was solved anew before it entered; what turned
out to be sound did not enter (see docs/gsm8k-items.md).
"""

from __future__ import annotations

from typing import NamedTuple

from saturate.ladder import stable_hash

SOURCES = {
    "platinum": "https://huggingface.co/datasets/madrylab/gsm8k-platinum (arXiv 2502.03461)",
    "gsm#7": "https://github.com/openai/grade-school-math/issues/7",
    "gsm#9": "https://github.com/openai/grade-school-math/pull/9",
    "gsm#10": "https://github.com/openai/grade-school-math/issues/10",
    "gsm#15": "https://github.com/openai/grade-school-math/pull/15",
    "gsm#29": "https://github.com/openai/grade-school-math/issues/29",
    "nemo": "https://github.com/NVIDIA/NeMo-Skills (nemo_skills/dataset/gsm8k/prepare.py)",
    "rl4llm": "https://github.com/michaelnny/rl4llm (corrections of GSM8K)",
}
"""Where an item was reported, by the words that the list of wrong answers uses."""


class Wrong(NamedTuple):
    """An item whose published answer is wrong."""

    published: str
    """The wrong answer; a corrected copy of the item is none of these."""
    right: str
    """The right one, found again by hand; two decimals where it is no integer."""
    sources: str
    """Who reported it, keys of ``SOURCES`` with blanks between."""


WRONG = {
    0x3B35DEE15983AE79: Wrong("95200", "99076.92", "platinum gsm#10"),  # test 119
    0x26EAC63B001B6ACB: Wrong("3", "4", "platinum"),  # test 288
    0x12B7C3899BCA8747: Wrong("81", "135", "platinum rl4llm"),  # test 403
    0x060948FE2DB55F12: Wrong("150", "240", "platinum gsm#9"),  # test 454
    0x7760C3B463712F30: Wrong("162000", "160000", "platinum"),  # test 649
    0x4A29DDEFB8F6FC32: Wrong("3", "6", "platinum rl4llm"),  # test 749
    0xD8BED002DBF5523D: Wrong("675", "600", "platinum"),  # test 768
    0x7104C1C8386DF97B: Wrong("11", "17", "platinum"),  # test 814
    0x75115E0352C316CF: Wrong("14", "18", "platinum rl4llm"),  # test 823
    0xC303BC62917DCC71: Wrong("360", "1800", "platinum rl4llm"),  # test 952
    0x4417F6E3E95A0926: Wrong("3", "3.5", "platinum"),  # test 1042
    0x8A1001C146EBE1AD: Wrong("2280", "2180", "platinum gsm#29"),  # test 1309
    0x02BAD4785F50E3CF: Wrong("1920", "19200", "gsm#7 nemo"),  # train 167
    0x2B045F7A5323CB5C: Wrong("40", "80", "gsm#7"),  # train 228
    0xC9DC5D56194F99D0: Wrong("66", "64", "gsm#7 nemo"),  # train 356
    0x9AEBA924AC6177C0: Wrong("24", "22.91", "gsm#7"),  # train 708
    0x77C2E6A0C25281D1: Wrong("2460", "1060", "gsm#7"),  # train 1081
    0x7507D34B41116DC7: Wrong("106", "108", "nemo rl4llm"),  # train 2770
    0x2E4DE83C09E8D2DE: Wrong("3", "13", "nemo rl4llm"),  # train 3529
    0x533050DCB35B34A7: Wrong("140", "120", "gsm#15 rl4llm"),  # train 4796
    0x8785C61B68FDC236: Wrong("7", "13", "rl4llm"),  # train 6768
    0xE538F6CA2598EF5D: Wrong("4", "10", "nemo rl4llm"),  # train 7182
    0x4D0783AE565C2E8C: Wrong("10850", "10750", "nemo rl4llm"),  # train 7401
}
"""By hash, with split and place in the published files."""
_AMBIGUOUS = frozenset(
    (
        # Of GSM8K-Platinum's dropped and corrected questions, those with a second reading:
        0x9D6AA91613403F3C,  # 12 years pay it off
        0x2EB53D2844165BEA,  # "two times older"
        0x98B6DB036CC257E7,  # 5 % once or every year
        0x5B5118E9DEA4FD36,  # the first year counts or not
        0x31BA5700390393FB,  # 10 % of the speed or of the time
        0x380A54EE32014547,  # a quarter of which box
        0x86D081FEDE3AC440,  # is a starfish a fish
        0x7015F219E4B8B64E,  # points or percent
        0xE44A7BC1ED34F3EF,  # is a rabbit a rodent
        0x30C9F3CF7182D83E,  # simple or compound interest
        0xACAAE302A1FE86ED,  # "2 times more"
        0x438BCD440107495C,  # vines for one or for two
        0xADD145EC7802531C,  # three books or six readings
        0x39CE8C7FF9349712,  # ten stalls or twenty
        0xE451879ACCCAE340,  # longer in all or in addition
        0x6ED2D5AFCC15119F,  # "2 times more"
        0x067256C084E7D021,  # weeks of April
        0xEB6175F02147CFA7,  # "sold equally" in two halves
        0x38CEEF07F77BD8BB,  # "three times more"
        0x82352E6814D96B2A,  # are two balls given back
        0x3EC88E58B7BBA67A,  # 30 % of what
        0x0B4754E7CC8F5038,  # "three times more"
        0xE5A1B0A848E2D187,  # shoes or pairs
        0x7E415A52D15717D1,  # interest a year or in all
        0x8173FF1B6C502343,  # fewer than which cannolis
        0x7C6C695618B2EABA,  # weeks of two months
        0x3267C55A490F773B,  # asks for the dearer one the wrong way round
        0x112D0B7329228CAD,  # $4 a pack or a bag
        0x6B6929ABDDF5170B,  # "two times more"
        0x561883ABC98C272B,  # kilowatts or kilowatt-hours
        0xA19BF0D63ADEAAC4,  # hours of a day
        0x83E1360261830DAE,  # 10 % or 40 % above
        0x2FB19B12819E4591,  # "50% more" once or every month
        0xBE883F3C6CFD4DE7,  # twice the first hour or the last
        0xD8F317EE396E9A2D,  # "twice as many more"
        0x2630313F505A95A5,  # "3 times more"; two spellings of a name
        0x93674EAEDDD4F67D,  # bought or got
        0x3A8F03996BB581C0,  # one or both of them
        0x872B613ABCC8D23A,  # hired before or after the first month
        0xD48DD1D4FD09A4D8,  # a total of 18 hours
        0x5F993381BE7E520B,  # three baskets of which
        0x09F256C1BBE81809,  # built in the third year or in all
        0xA551B84B300EAD10,  # length of the new rope
        0x3B7DBB7B44605BA3,  # what the others paid
        0x96FB0FE1FCFFD9FB,  # pages or sheets
        0x89CAB05637980F9D,  # from edge to edge or from middle to middle
        0xDD6A14ED6B589240,  # 10 % of what
        0xEAFE74C0D4092849,  # a bottle at the start or not
        0x9ED37B4FA3A93F43,  # straight or compound
        0xA97E1682E621DB9B,  # 60 grams a cat or in all
        0xD3A16B8B7E9DD4D9,  # does the host count
        0x04464BC1C5015632,  # pieces placed before the hour
        0x606F59FC86CCD02F,  # "three times older"
        0x8A7800E429F68C82,  # "well over 4 hours"
        0x72A8DED24F924F43,  # a quarter of what
        0xFEA5BB890488A61C,  # a change is one mask or two
        0x2920740AA07F2E45,  # 20 % of the piece or of the whole
        0xF12E37AB605D9B12,  # do thrown apples come down
        # Reported elsewhere:
        0x7BD383A234541F59,  # cents or dollars (rl4llm)
        0xF355C76B471FBF1D,  # one bathroom or two (nemo)
    )
)
"""Questions of which the published answer is one reading among several."""
_FAULTY = frozenset(
    (
        0x04F0FC0C4C1090EB,  # the question asks for somebody else
        0xBE091871DD815396,  # "the three" are two
        0x4D096454552DA9B4,  # songs of ten hours
        0x1828990DA87CB30F,  # a camel of 28 feet
        0x8038FB514920DB36,  # hiking at 14 km an hour
        0x341A0562D15E56C4,  # a kind of cake that comes from nowhere
        0xC92E34FC52A20ABC,  # 88 flights of one plane a day
        0x33005B89973B3EE5,  # "10-gallon jars" for 10 gallon jars
        0xB5BD2B8C5AC21AF6,  # 135 cupcakes a child
        0x967A290A16BA1395,  # two names for one person
        0xB717640DB495A6EA,  # a country of 120,000 people
        0x05040DE49804EF9C,  # pay a day or an hour
        0x47A11C3B8F1815C5,  # "stop 18, passengers"
        0x0C61630C2040BFB3,  # refilled pens empty again
        0x2C0F493C7AF5533C,  # dozens of sofas in a flat
        0x870A6ADF4BFE6AE2,  # 60 of 28 students
        0x2C4D9A1FC964C946,  # five hours on a bike every day
        0x8F510824EDF5F506,  # 60 siblings
        0x0680D9140BDC67DF,  # pints of coffee a day
        0x542424E60AB9C63E,  # rowing 50 miles
        0xB16991FED612AD5B,  # running for 18 hours at 13 miles an hour
        0xB0242D5ED4A4A4C3,  # two names for one person
        0x4AF916FF248586A7,  # the height of a story
        0x85FB7E0FA0B0375A,  # "her" and "his" for one person
        0xA3E18C471942F9F3,  # stairs of 18 inches a step
        0xEAA9A63D139C1B2D,  # 12 by 5 feet of newspaper
        0xC91B1C1A60318632,  # "at" a share of the price, solved as off it
        0x724DF3C0EC6B2D1D,  # hats on a hand
        0xEAA61798CE0A5D21,  # ten times two cups of coffee
        0xEB177661D87549A6,  # a pie that nobody bought
        0xE55CBD9008AF0894,  # a brother of 180 years
        0x6904ECEA8F70DB30,  # "he" in the solution, for Lauren
        0x5FCA61E86C062C1E,  # "she" in the solution, for Tony
        0x7B69EB093478CCD2,  # "he" in the solution, for Jen
        0x20BBC690ACE79787,  # "her" and "him" in the solution, for animals
        0x5947F840BBBFA86C,  # 200 dozen cookies, solved as 200
        0x8D957710F7F2E523,  # twice the fair's tickets or the game's
    )
)
"""Found by reading redraws."""


def at_fault(wording: str, answer: str) -> bool:
    """Whether an item is known to be at fault.

    Args:
        wording: The question's letters alone, in lower case.
        answer: The published answer, the number alone.
    """
    name = stable_hash("erratum", wording)
    if name in WRONG:
        return WRONG[name].published == answer
    return name in _AMBIGUOUS or name in _FAULTY
