"""Where the questions of a round come from: the ladder draws them, or the model writes them.

:mod:`.examples` shows the model problems and asks for one more, :mod:`.sieve` says what becomes of
each text that it writes, :mod:`.proposers` holds the two sources, :mod:`.written` the record.
"""
