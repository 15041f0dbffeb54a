"""Practice in looking things up, which some families need before their own problems teach anything.

Facts of two names each, and names to be found, answered by their facts: associative recall (Arora
et al., "Zoology", arXiv 2312.04927). Beside each is said whether what is found is one of two given
names, as a store's plan depends on whether two rooms are the same. Half of the rows are chains, in
which what is found says what is to be found next, and which are then told backwards. Nothing is
scored by it and no run asks it; names are of any kind, and no row has an order, a call or a plan.

In a store, where a thing lies can be guessed half of the time, and whether a room is the one where
one stands too; in trials models of 3,000 steps guessed on, and with practice beside they looked it
up after 1,000. Chains are longer than those of the rungs that are taught.
"""

from __future__ import annotations

from collections.abc import Sequence

from saturate.generators.tools.facts import bearings, marked
from saturate.generators.tools.naming import COLOURS, NUMBERS, PLACES, THINGS
from saturate.ladder import SeededRandom

_NAMES = [*PLACES, *THINGS, *NUMBERS, *COLOURS]
_FACTS_A_RUNG = 2
_BESIDE = 4
"""Names beside a chain, half of them with a key of their own."""
_PLACES = 5
_END = "hands"
_SHARED = 4
"""One fact of so many is changed to be known by one of the two given names."""


def drawn(rung: int, rng: SeededRandom) -> tuple[str, str]:
    """A prompt and its completion: facts to be found one by one, or a chain of them."""
    return (_list if rng.below(2) else _chain)(rung, rng)


def _list(rung: int, rng: SeededRandom) -> tuple[str, str]:
    """Two facts a rung, in any order."""
    count = _FACTS_A_RUNG * rung
    names = rng.sample(_NAMES, 2 * count)
    known = dict(zip(names[:count], names[count:], strict=True))
    asked = rng.sample(list(known), count)
    stop = known[asked[0]]
    here = stop if rng.below(_SHARED) == 0 else known[rng.pick(asked)]
    for name in asked[1:]:
        if rng.below(_SHARED) == 0:
            known[name] = rng.pick([here, stop])
    facts = [f"{name} {known[name]}" for name in names[:count]]
    found = [f"{name} {marked(known[name], here, stop)}" for name in asked[1:]]
    return _told(here, facts, asked, [*bearings(asked[0], here, stop), *found])


def _chain(rung: int, rng: SeededRandom) -> tuple[str, str]:
    """As many links as the rung says, each a name that stands somewhere and the key to the next;
    then all links from the last back to the first."""
    names = rng.sample(_NAMES, rung + _BESIDE + 2)
    links, beside, first = names[:rung], names[rung:-2], names[-2]
    places = rng.sample(_NAMES, _PLACES)
    where = {name: rng.pick(places) for name in (first, *links, *beside)}
    keys = dict(zip(links, [*links[1:], _END], strict=True))
    other = {name: rng.pick([_END, *links, *beside]) for name in beside[: _BESIDE // 2]}
    stop, here = where[first], rng.pick([where[links[-1]], *places])
    facts = [
        *(f"{name} {place}" for name, place in where.items()),
        *(f"key {name} {lies}" for name, lies in (keys | other).items()),
    ]
    found = []
    for name in links:
        found += [f"{name} {marked(where[name], here, stop)}", f"key {name} {keys[name]}"]
    facts = rng.sample(facts, len(facts))
    back = " ".join(f"{name} {where[name]}" for name in reversed(links))
    found = [*bearings(first, here, stop), *found, f"return {back}"]
    return _told(here, facts, [first, links[0]], found)


def _told(
    here: str, facts: Sequence[str], asked: Sequence[str], found: Sequence[str]
) -> tuple[str, str]:
    prompt = "; ".join([f"at {here}", *facts, f"find {' '.join(asked)}"])
    return f"Question: {prompt}\nAnswer:", f" {'; '.join(found)}"
