"""A model answers prompts: one :class:`Sampler` serves voting and scoring, whatever the engine.

``loading`` opens seed, folder or hub id, ``engines`` wraps what it opened in a sampler
(``transformers``, ``vllm``, or ``openai`` over ``servers``), ``prompting`` turns a ladder's
question into a prompt.
"""

from saturate.models.sampler import Completion, Decoding, Progress, Sampler

__all__ = ["Completion", "Decoding", "Progress", "Sampler"]
