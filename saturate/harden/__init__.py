"""Harder variants of any lm-eval task, made from its own items.

Four operators, each a ladder: ``compose``, ``options``, ``distract`` and ``shots``. An operator
judges a task by its configuration, then by its documents; what it cannot prove sound it refuses,
with a reason. A rung is a real lm-eval task, in memory or as a folder that plain ``lm_eval`` runs.

    text < tasks < operators < rungs < folder (writes), trial (tries what was written)

``ladder`` gives the chains of ``compose`` to the loop.
"""
