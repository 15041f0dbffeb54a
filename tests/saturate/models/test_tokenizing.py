"""Whether texts fit into a context: by their bytes where those settle it, else by their tokens."""

import pytest
from support.tiny_models import write_tiny_model
from tokenizers import normalizers

from saturate.models import Decoding
from saturate.models.loading import load
from saturate.models.tokenizing import Tokenizing
from saturate.models.transformers import TransformersSampler


@pytest.fixture
def sampler(tmp_path):
    """Of a model whose tokens are bytes and whose context is 20 of them."""
    return TransformersSampler(load(str(write_tiny_model(tmp_path / "tiny", 20))))


@pytest.fixture
def counted(monkeypatch):
    """The texts whose tokens were counted."""
    asked, count = [], Tokenizing._ids
    monkeypatch.setattr(
        Tokenizing, "_ids", lambda self, texts: asked.extend(texts) or count(self, texts)
    )
    return asked


def test_tokens_are_counted_only_where_bytes_leave_it_open(sampler, counted):
    texts = ["x" * 21, "short", "x" * 20, "é" * 10, "é" * 9]
    assert sampler.fits(texts) == [False, True, True, True, True]
    assert counted == ["x" * 21, "x" * 20, "é" * 10]
    assert sampler.fits(["short"], Decoding(max_new_tokens=15)) == [True]
    assert sampler.fits(["short"], Decoding(max_new_tokens=16)) == [False]


def test_what_a_tokenizer_makes_longer_first_is_always_counted(sampler, counted):
    sampler._tokenizer.backend_tokenizer.normalizer = normalizers.NFKC()
    ligature = "\ufdfa"  # three bytes, which become thirty-three
    assert sampler.fits([ligature, "short"]) == [False, True]
    assert counted == [ligature, "short"]
