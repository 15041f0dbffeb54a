"""The way through a maze that is a random tree: a ladder of more steps, and one of more places.

Lee et al., "Self-Improving Transformers Overcome Easy-to-Hard and Length Generalization Challenges"
(arXiv 2502.01612), ask for the shortest path in a random spanning tree, as text. In a tree that is
the one way without a place twice.
"""
