"""Gives the people of a story other first names, the same everywhere and of the same pronouns.

Pronouns stay as they are, so a name is only swapped where its pronouns are certain: a table tells
them, the story where it says otherwise or the name is one of both. A name that is also a word, a
surname or a place is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from saturate.ladder import SeededRandom

MALE = (
    "Aaron Adam Ahmed Alan Albert Alexander Andrew Anthony Antonio Arnold Arthur Ben Benjamin "
    "Billy Bob Bobby Brad Brandon Brian Bruce Bryan Calvin Carl Carlos Charles Chris "
    "Christopher Cody Colin Craig Daniel Danny Darren Dave David Dennis Derek Diego Donald Doug "
    "Dwayne Dylan Edward Elijah Eric Ethan Evan Fernando Fred Gabriel Gary George Gerald Greg "
    "Harold Harry Henry Howard Hugo Ian Isaac Ivan Jacob Jake James Jared Jason Jeff Jeffrey "
    "Jeremy Jerry Jim Jimmy Joe Joel John Johnny Jonathan Jose Joseph Josh Joshua Juan Julian "
    "Justin Karl Keith Ken Kenny Kevin Kyle Larry Leo Leonard Liam Lionel Louis Lucas Luis Luke "
    "Malcolm Manuel Marcus Mario Martin Matt Matthew Max Michael Mike Nathan Neil Nicholas Nick "
    "Noah Oliver Oscar Patrick Paul Pedro Peter Phil Philip Ralph Randy Raymond Ricardo Richard "
    "Rick Ricky Rob Robert Roger Ron Ronald Roy Russell Ryan Sam Samuel Scott Sean Sebastian "
    "Simon Stephen Steve Steven Stuart Terrence Theo Thomas Tim Timothy Tom Tommy Tony Travis "
    "Trevor Tyler Tyrone Victor Vincent Walter Wayne William Xavier Zach Zachary"
).split()
FEMALE = (
    "Abby Abigail Adriana Alexa Alexandra Alice Alicia Alison Allison Alyssa Amanda Amelia Amy Ana "
    "Andrea Angela Anita Ann Anna Anne Annie Ariana Ariel Barbara Bella Beth Betty Brenda Brianna "
    "Candice Carla Carmen Caroline Carolyn Cassandra Catherine Cecilia Charlotte Chloe Christina "
    "Cindy Claire Clara Courtney Cynthia Danielle Deborah Denise Diana Diane Donna Dora Doris "
    "Dorothy Edith Elena Eliza Elizabeth Ella Ellen Emily Emma Erica Eva Evelyn Fiona Gabriela "
    "Gina Gloria Greta Hannah Helen Helena Isabel Isabella Jackie Jane Janet Janice Jasmine Jen "
    "Jenna Jennifer Jenny Jessica Jill Joan Joanna Josephine Josie Judith Judy Julia Julie Karen "
    "Karina Kate Katherine Kathy Katie Kayla Kendra Kelly Kimberly Kristen Kristin Kristina Laura "
    "Lauren Layla Leah Leila Lena Leslie Linda Lisa Lola Lucia Lucy Lydia Mandy Margaret Maria "
    "Marie Marissa Martha Mary Maya Megan Melanie Melissa Mia Michelle Mila Miranda Molly Monica "
    "Nadia Nancy Naomi Natalia Natalie Nicole Nina Nora Olivia Pamela Patricia Paula Priscilla "
    "Rachel Rebecca Rita Rosa Sally Samantha Sandra Sara Sarah Sasha Sharon Sheila Shelly Silvia "
    "Sofia Sophia Sophie Stacy Stella Stephanie Sue Susan Suzanne Sylvia Tamara Tanya Tara Teresa "
    "Theresa Tina Tonya Tracy Valerie Vanessa Vera Veronica Victoria Wendy Yolanda Zoe"
).split()
_GENDER = {name: MALE for name in MALE} | {name: FEMALE for name in FEMALE}
_EITHER = frozenset("Ariel Chris Jackie Kelly Leslie Sam Sasha Stacy Tracy".split())
"""Names of both: the story alone tells their pronouns, and nobody is given one of them."""
_STEM = 3
"""Letters that two spellings of a name share."""
_WORD = re.compile(r"\b[A-Z][A-Za-z]*[a-z]\b")
_LETTER = re.compile(r"\b[B-HJ-Z]\b(?!\.)")
"""A lone capital, which may stand for a name."""
_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_HE = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:Mr|Mrs|Ms|Miss|Dr|Saint|St|Uncle|Aunt|Lake|Mount|Sir|Lady|King|Queen)\.?\s$"
)
_SOMEBODY = re.compile(
    r"\b(?:[mf]ather|mother|mom|dad|brother|sister|son|daughter|husband|wife|uncle|aunt|cousin|niece|"
    r"nephew|friend|boy|girl|man|woman|grand\w+|parent|boss|teacher|neighbou?r|baby|\w*mate|doctor|"
    r"student|Mrs|Mr|Ms|child|children|partner|he and|[A-Z][a-z]+ and [A-Z][a-z]+)(?:s|'s)?\b",
)
"""Words for people who may be meant by a pronoun."""
_ASKED = re.compile(r"\b(?:does|did|will|has|is|was|can) ([A-Z][a-z]+)\b[^.?!]*\?\s*$")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_SMALL = frozenset(
    "a after all although an and another as at because before both by each every finally first for "
    "from given how however if in is it last later let let's next now of on once one since so "
    "suddenly the then there this today together tomorrow two when where while with yesterday "
    "does did do was were are has have had will can could what which who whose but or to that "
    "monday tuesday wednesday thursday friday saturday sunday initially meanwhile also therefore "
    "thus hence altogether currently yet unlike like his her their my our assuming suppose during "
    "not only than she he they it we you i many several some most".split()
)


def people(text: str) -> list[str]:
    """First names in a text that can be swapped, in order of appearance."""
    if _LETTER.search(text):
        return []
    found: dict[str, bool] = {}
    for match in _WORD.finditer(text):
        if match[0] in _GENDER:
            found[match[0]] = found.get(match[0], True) and _stands_alone(text, match)
    return [name for name, alone in found.items() if alone]


def contradicts(text: str) -> bool:
    """Whether the one person of a story has a name of one gender and pronouns of the other."""
    names = {word for word in _WORD.findall(text) if word in _GENDER}
    if len(names) != 1:
        return False
    she, he = bool(_SHE.search(text)), bool(_HE.search(text))
    (name,) = names
    if she and he:
        return _SOMEBODY.search(text) is None and not _strangers(text, name)
    if name in _EITHER:
        return False
    return she != he and (_GENDER[name] is MALE) == she


def stranger(text: str) -> bool:
    """Whether the question asks for somebody whom the story has never named."""
    asked = _ASKED.search(text)
    if asked is None or asked[1] not in _GENDER or not re.search(r"[.!]\s", text[: asked.start()]):
        return False
    return len(re.findall(rf"\b{asked[1]}\b", text)) == 1


def two_spellings(text: str) -> bool:
    """Whether two names look like one person's, as Martha and Marta."""
    names = sorted({word for word in _WORD.findall(text) if len(word) > _STEM})
    return any(a in _GENDER and a[:_STEM] == b[:_STEM] and a + "s" != b for a, b in pairwise(names))


def same_people(question: str, solution: str) -> bool:
    """Whether the solution tells of nobody whom the question does not know."""
    known = set(_WORD.findall(question))
    return all(word in known for word in _WORD.findall(solution) if word in _GENDER)


def swaps(texts: Iterable[str], rng: SeededRandom, taken: set[str] | None = None) -> dict[str, str]:
    """A new name for every person of a story; different ones, and none that is there already.

    Args:
        texts: All texts of the story; the first one is searched for people.
        rng: Chooses.
        taken: Names that stories beside it use; the new ones are added.

    Returns:
        By name, the new one. A name whose pronouns are not certain is not among them.
    """
    texts = list(texts)
    there = {word for text in texts for word in _WORD.findall(text)}
    used = taken if taken is not None else set()
    found: dict[str, str] = {}
    for name in people(texts[0]):
        gender = _told_as(name, " ".join(texts))
        if gender is None:
            continue
        free = [one for one in gender if one not in there and one not in used]
        new = rng.pick(free)
        while new in _EITHER:
            new = rng.pick(free)
        found[name] = new
        used.add(new)
    return found


def rename(text: str, names: dict[str, str]) -> str:
    """The text with names swapped, possessives included."""
    if not names:
        return text
    return re.sub(rf"\b(?:{'|'.join(names)})\b", lambda match: names[match[0]], text)


def _told_as(name: str, text: str) -> list[str] | None:
    """The names that agree with the pronouns of a person; ``None`` where these are not certain.

    A pronoun is a person's where it follows the name in a sentence that names nobody else, or
    anywhere in a story of one person.
    """
    she = he = False
    if not _SOMEBODY.search(text) and {w for w in _WORD.findall(text) if w in _GENDER} == {name}:
        she, he = bool(_SHE.search(text)), bool(_HE.search(text))
    for sentence in _SENTENCE.split(text):
        at = re.search(rf"\b{name}\b", sentence)
        if at is None or _strangers(sentence, name) or _SOMEBODY.search(sentence):
            continue
        she |= bool(_SHE.search(sentence, at.end()))
        he |= bool(_HE.search(sentence, at.end()))
    female = _GENDER[name] is FEMALE
    if name not in _EITHER:
        return None if (he if female else she) and not (she if female else he) else _GENDER[name]
    if she != he:
        return FEMALE if she else MALE
    return None if _SHE.search(text) or _HE.search(text) else _GENDER[name]


def _strangers(text: str, name: str) -> set[str]:
    """Capitalised words that may name somebody else."""
    return {word for word in _WORD.findall(text) if word != name and word.lower() not in _SMALL}


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a name is neither half of a longer one nor behind a title."""
    before, after = text[: match.start()], text[match.end() :]
    if re.search(rf"\b{match[0]}[a-z]|\b{match[0].lower()}\b", text):
        return False
    if _TITLE.search(before) or (
        re.match(r"(?: [A-Z]|-|')(?!s\b)", after) and not re.match(r"'s\b| I\b", after)
    ):
        return False
    word = re.search(r"([A-Z][A-Za-z'\u2019]*) $", before)
    return word is None or word[1].lower() in _SMALL
