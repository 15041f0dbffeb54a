"""Reads words, numbers, labels and frames of prompts and options, in any language.

Knows nothing of lm-eval or of tasks: texts come in, facts about them go out.
"""
