"""Puzzles of textarena as ladders: ``game:hanoi`` and so on, by one adapter.

:mod:`.arena` is the only file that touches textarena itself; a game is a file that says how its
states are set in textarena's environment and read back. textarena carries out every move.
"""

from saturate.generators.games.ladder import make_game_ladder

__all__ = ["make_game_ladder"]
