"""Prompts in, completions out: one sampler serves voting and scoring."""

from saturate.models.sampler import Completion, Decoding, Sampler

__all__ = ["Completion", "Decoding", "Sampler"]
