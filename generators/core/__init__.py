"""Tasks of reasoning-core as ladders: ``rc:process_inversion`` and so on, by one adapter.

:mod:`.library` is the only file that touches reasoning-core itself; :mod:`.tasks` says which tasks
are ladders, and which are none, and why.
"""

from saturate.generators.core.ladder import make_core_ladder

__all__ = ["make_core_ladder"]
