"""Families of reasoning-gym as ladders: ``rg:chain_sum`` and so on, by one adapter.

:mod:`.library` is the only file that touches reasoning-gym itself; :mod:`.axes` says what grows in
each family, :mod:`.refused` which are no ladders, and why.
"""

from saturate.generators.gym.ladder import make_gym_ladder

__all__ = ["make_gym_ladder"]
