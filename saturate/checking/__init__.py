"""What ``saturate check-ladder`` asks of a family, ours and anyone's alike.

A check is a generator of sentences, each of which says what is wrong and what to mend; no sentence
means that all is well. :mod:`.check` puts them together, tests of families call them one by one.
"""
