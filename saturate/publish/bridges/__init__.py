"""A frozen benchmark for other frameworks: inspect_ai and verifiers.

:mod:`.write` copies the other files here into a benchmark, as they are, where they need their
framework and nothing of saturate.
"""

from saturate.publish.bridges.write import run_line, write_bridge

__all__ = ["run_line", "write_bridge"]
