"""The rounds of a run. :mod:`.loop` reads as a round does; each stage is a file of its own.

:mod:`.reinforce`, :mod:`.label`, :mod:`.controls`, :mod:`.train`, :mod:`.collapse` and
:mod:`.score` hold the stages, :mod:`.curriculum` the rules of the climb, :mod:`.state` what an arm
is between two rounds.
"""
