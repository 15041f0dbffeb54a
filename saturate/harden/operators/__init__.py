"""The operators that harden a task's items: ``compose``, ``options``, ``distract``, ``shots``.

Each is an :class:`~saturate.harden.operators.base.Operator`: it says why an item cannot be
hardened, and gives the item on a rung, as a pure function of the task's data.
"""
