"""Whether a text is in a language whose questions were read.

Those are English, German, French, Spanish, Italian, Portuguese, Russian, Bulgarian and Chinese:
:mod:`saturate.harden.text.stems` knows how they negate and how they ask for any member of a class.
A text counts as one of them by its script and its function words, where no neighbour's fit as well.
Errs towards no, which costs an item.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzàâäáãåæçèéêëìíîïñòóôöõøœùúûüÿß")
_CYRILLIC = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_YUGOSLAV = frozenset("абвгдђѓежзѕијклљмнњопрстћќуфхцчџш")
_UKRAINIAN = (_CYRILLIC | frozenset("ґєії")) - frozenset("ёъыэ")
_LEAST_KNOWN = 0.2
"""Share of a language's function words among a text's words."""
_LEAST_HAN = 0.5
"""Share of Han characters among a Chinese text's letters; formulas and names are the others."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_CANTONESE = re.compile("[唔冇咩嘅哋喺啲嚟佢]")
_SYMBOL = re.compile(r"(?<![\u0370-\u03ff])[\u0370-\u03ff](?![\u0370-\u03ff])")
"""One Greek letter, as in formulas."""
_WORD = re.compile(r"[^\W\d_]+")


class _Language(NamedTuple):
    alphabet: frozenset[str]
    words: frozenset[str]
    """Function words that come in most questions."""


def _language(alphabet: frozenset[str], words: str) -> _Language:
    return _Language(alphabet, frozenset(words.split()))


_READ = (
    _language(  # English; the verbs open exercises
        _LATIN,
        """the of to in and is are was were be what which who whose whom when where why how does do
        did has have had with from by for this that these those not if it its into than called known
        a an on at there find compute calculate evaluate solve simplify determine given let""",
    ),
    _language(  # German
        _LATIN,
        """der die das den dem des ein eine einen einem einer eines wer was wann wo wie warum wen
        welche welcher welches welchem welchen ist sind war wurde wird hat und von mit für auf aus
        bei nach durch im in am zu zur zum nicht kein keine""",
    ),
    _language(  # French
        _LATIN,
        """le la les des du de un une est sont qui que quoi quel quelle quels quelles où quand
        comment pourquoi combien dans pour par avec sur et au aux ce cette ces en ne pas il elle
        qu a été""",
    ),
    _language(  # Spanish
        _LATIN,
        """el la los las del de un una es son fue qué quién quiénes cuál cuáles cuándo dónde cómo
        cuánto cuántos cuánta cuántas en por para con y su se no al que""",
    ),
    _language(  # Italian
        _LATIN,
        """il lo la gli le del della dei delle dello degli un uno una è sono fu chi che cosa quale
        quali quando dove come perché quanto quanti quanta quante in per con nel nella al alla non
        ha di""",
    ),
    _language(  # Portuguese
        _LATIN,
        """o a os as dos das do da de um uma é são foi quem que qual quais quando onde como quanto
        quantos quantas em por para com não se fica chama""",
    ),
    _language(  # Russian
        _CYRILLIC,
        """что кто когда где как какой какая какое какие почему сколько в на и с из по для к от был
        была было это не у о об при чем""",
    ),
    _language(  # Bulgarian
        _CYRILLIC,
        """какво кой коя кое кои кога къде как защо колко какъв каква какви в на и с със от за е са
        се си по да не при беше през""",
    ),
)
_NEIGHBOURS = (
    _language(_LATIN, """el la els les dels del de un una és són fou va qui què quin quina quins
        quines on quan com per amb i en no al als que es"""),  # Catalan
    _language(_LATIN, """o a os as do da dos das de un unha é son foi quen que cal cales cando onde
        como canto cantos en por para con non se no na"""),  # Galician
    _language(_LATIN, """lo la los las de un una es son foguèt qual quala qui que quin quina ont
        quand cossí en per amb e del dels dau"""),  # Occitan
    _language(_LATIN, """el la los les del de un una ye son foi qué quien cuál cuándo ónde cómo en
        por pa con y nun nel"""),  # Asturian
    _language(_LATIN, """a al ale ai este sunt fost care ce cine când unde cum de la în din pe un o
        nu se cu"""),  # Romanian
    _language(_LATIN, """ki kisa kiyès nan yon se pa la sa yo ki te pou ak"""),  # Haitian
    _language(_LATIN, """ta di e un na ku por pa no den kiko ken unda
        kon kua esaki"""),  # Papiamento
    _language(_LATIN, """de het een is zijn was werd wie wat waar wanneer hoe waarom welke welk van
        deze dit in op voor met en geen niet te aan door heeft"""),  # Dutch
    _language(_LATIN, """die is was wie wat waar wanneer hoe hoekom watter van hierdie in op vir met
        en nie het n te deur"""),  # Afrikaans
    _language(_LATIN, """de den déi eng en ass sinn war wien wat wéi wou wann firwat vun an op fir
        mat net keen"""),  # Luxembourgish
    _language(_LATIN, """en et er var hvem hva hvad hvor når hvornår hvorfor hvordan hvilke hvilken
        hvilket av af for med i på til som disse den det ikke og har"""),  # Danish, Norwegian
    _language(_LATIN, """en ett är var vem vad var när hur varför vilken vilket vilka av för med i
        på till som dessa den det inte och har"""),  # Swedish
    _language(_LATIN, """a da na ne ce ta ya wane wace wanne ba ina wa su ke yi"""),  # Hausa
    _language(_LATIN, """apa siapa mana yang di dari adalah ini itu untuk dan pada
        ke bukan"""),  # Malay
    _language(_LATIN, """which wetin wich na dis dem no be for di e dey wey wia"""),  # Pidgin
    _language(_YUGOSLAV, """што кој која кое кои кога каде како зошто колку во на и со од за е се да
        беше не"""),  # Macedonian
    _language(_YUGOSLAV, """шта ко који која које када где како зашто колико у на и са од за је се
        да није"""),  # Serbian
    _language(_UKRAINIAN, """що хто який яка яке які коли де як чому скільки у в на і з із по для до
        від був була було це не"""),  # Ukrainian
)  # fmt: skip
"""Languages that were not read, but are written as one that was."""


def is_read(text: str) -> bool:
    """Whether a text is in a language whose negations and classes are known; so is a formula."""
    plain = _SYMBOL.sub("", unicodedata.normalize("NFKC", text).lower())
    words = _WORD.findall(plain)
    letters = [letter for word in words for letter in word]
    if _HAN.search(plain):
        others = {letter for letter in letters if not _HAN.match(letter)}
        known = len(_HAN.findall(plain)) >= _LEAST_HAN * len(letters)
        return known and others <= _LATIN and not _CANTONESE.search(plain)
    if all(len(word) == 1 for word in words):
        return set(letters) <= _LATIN
    return max(_fit(one, words) for one in _READ) > max(
        _LEAST_KNOWN - 1e-9, *(_fit(one, words) for one in _NEIGHBOURS)
    )


def _fit(language: _Language, words: list[str]) -> float:
    """The share of a text's words that are function words of a language that can write it."""
    if not all(language.alphabet.issuperset(word) for word in words):
        return 0.0
    return sum(word in language.words for word in words) / len(words)
