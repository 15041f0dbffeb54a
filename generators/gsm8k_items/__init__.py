"""Ladders that grow out of GSM8K's published items, one a file: depth, distract, magnitude, redraw.

``items`` divides the items among the splits, ``template/`` makes a template of an item, ``ladder``
is what the four have in common, ``solve`` answers a question by another way than they made it.
"""
