"""What is left of texts that go out, and what is not."""

from support.fakes import make_results

from saturate.publish.private import public_results
from saturate.results.samples import Sample, SampleBallot

KEY = "hf_" + "a1B2" * 9
TEXTS = ["(48+2)/2=25", "\\sqrt{3}/2", "50%/2=25", "4!/2!", "[/INST] ok", "/2 is half", "C:\\x 1"]
"""Answers in which a slash begins no path."""


def test_samples_go_out_as_they_were_asked_and_answered():
    ballots = [
        SampleBallot(answer=text, completion=text, length=9, right=True, trained=True)
        for text in [*TEXTS, KEY]
    ]
    sample = Sample(
        arm="voted", round=1, rung=2, key="k", question="Is (1+2)/3 = 1?", gold="1/2",
        winner="/2 is half", votes=1, reason="kept", right=True, ballots=ballots,
    )  # fmt: skip
    (shown,) = public_results(make_results().model_copy(update={"samples": [sample]})).samples
    assert [one.completion for one in shown.ballots] == [*TEXTS, "[removed]"]
    assert [one.answer for one in shown.ballots] == [*TEXTS, "[removed]"]
    left = {"ballots"}
    assert shown.model_dump(exclude=left) == sample.model_dump(exclude=left)
