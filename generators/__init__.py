"""Ladder families, one a file or a folder, each a subclass of :class:`saturate.ladder.Ladder`.

Of saturate they import :mod:`saturate.ladder`, :mod:`saturate.numbers` and
:mod:`saturate.sentences`, nothing else: published items are handed to them.
"""
