"""Practice in following a way back: mazes without a junction, from end to end.

A model that is taught ways of one to five hops counts them: it goes back five places and then names
the goal, wherever it is. Beside corridors of all lengths it follows the walk back to its end. A
corridor has nowhere to turn off, and so no dead end to come back from; no rung of a ladder is one.
"""

from __future__ import annotations

from saturate.generators.maze.asking import Walk
from saturate.generators.maze.tree import Size, draw_shape, dress
from saturate.ladder import SeededRandom

_ASKING = Walk()


def drawn(rung: int, rng: SeededRandom) -> tuple[str, str]:
    """A prompt and its completion: a corridor of as many hops as the rung says."""
    maze, _ = dress(draw_shape(Size(rung + 1, rung), rng), rng)
    prompt = _ASKING.template.format(question=_ASKING.told(maze))
    return prompt, _ASKING.delimiter + _ASKING.worked(maze)
