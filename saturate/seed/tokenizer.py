"""The seed's tokenizer: whole words, numbers below 100, and single bytes for all the rest.

It is a byte-level BPE without merges: a word of ``words.txt`` is one token, anything else falls
apart into bytes, so that every text can be read and gives itself back. A number of one or two
digits that stands alone (`` 7``, `` 12``) is one token, as a count is one thing to the model;
digits in longer runs are single tokens, as addition and its kin need them. A line of a plan begins
with one token (``\\n- go``), so that the choice of a call stands right behind the name before it.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from saturate.generators.hinted.marks import MARKS

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

VOCABULARY_SIZE = 1152
SPECIALS = ("<pad>", "<bos>", "<eos>")
_CALLS = ("go", "open", "put", "take")
_PATTERN = (
    rf"\n- (?:{'|'.join(_CALLS)})(?= )"
    r"| [0-9]{1,2}(?![0-9+*=])| ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s"
)
"""A call on a line of its own; a lone number; a word; a digit; marks; a space. Each but the call
and the digit may bring its space along."""


def words() -> list[str]:
    """The words that are one token each, in the order of their ids; new ones go to the end."""
    return files("saturate.seed").joinpath("words.txt").read_text("utf-8").split()


def build_tokenizer() -> PreTrainedTokenizerFast:
    """Build the tokenizer from ``words.txt``.

    Raises:
        ValueError: The words don't fit into the vocabulary.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    tokens = list(SPECIALS) + sorted(pre_tokenizers.ByteLevel.alphabet())
    tokens += [f"Ġ{number}" for number in range(100)]
    for word in words():
        tokens += [f"Ġ{word}"] if word[0].isalpha() else [f"Ġ{word}", word]
    tokens += ["Question", "Answer"]
    tokens += [f"Ċ-Ġ{call}" for call in _CALLS]
    tokens += MARKS
    vocabulary = {token: i for i, token in enumerate(dict.fromkeys(tokens))}
    if len(vocabulary) > VOCABULARY_SIZE:
        raise ValueError(f"{len(vocabulary)} tokens don't fit into {VOCABULARY_SIZE}")
    for i in range(len(vocabulary), VOCABULARY_SIZE):
        vocabulary[f"<spare_{i}>"] = i

    core = Tokenizer(models.BPE(vocab=vocabulary, merges=[], ignore_merges=True))
    core.add_special_tokens(list(SPECIALS))
    core.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    core.decoder = decoders.ByteLevel()
    core.post_processor = processors.TemplateProcessing(
        single="<bos> $A", special_tokens=[("<bos>", core.token_to_id("<bos>"))]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=core,
        pad_token="<pad>",
        bos_token="<bos>",
        eos_token="<eos>",
        padding_side="left",
        clean_up_tokenization_spaces=False,
    )
