"""Reads lm-eval tasks: their configurations, their documents as items, and their right answers.

configs > facts (what a configuration rules out) > source (items) > golds, examples, conflicts
"""
