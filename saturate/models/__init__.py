"""A model answers prompts: one :class:`Sampler` serves voting and scoring, whatever the engine.

``loading`` opens seed, folder or hub id, ``engines`` wraps what it opened in a sampler
(``transformers``, ``vllm``, or one over servers, ``remote``), ``shards`` cuts what is asked so that
it does not matter who answers: this process, others of this machine (``pool``), or those of a Ray
cluster (``cluster``). ``prompting`` turns a ladder's question into a prompt.
"""

from saturate.models.sampler import Completion, Decoding, Progress, Sampler

__all__ = ["Completion", "Decoding", "Progress", "Sampler"]
