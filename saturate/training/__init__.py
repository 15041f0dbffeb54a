"""Trains a model on pairs of prompt and completion.

``replay`` mixes the pairs of a round with those of earlier ones, ``sft`` trains on the batches and
writes a model folder, ``teach`` does both with true labels. Nothing here knows where labels of a
round come from.
"""
