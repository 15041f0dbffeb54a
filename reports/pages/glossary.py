"""The words of a report, a line each. Every use of one in the page links here."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup


class Word(NamedTuple):
    """One word."""

    word: str
    line: str


WORDS: dict[str, Word] = {
    "benchmark": Word("benchmark", "The published test that the ladder grows out of."),
    "ladder": Word("ladder", "Variants of a benchmark in order, harder along one axis only."),
    "rung": Word("rung", "One step of a ladder; a higher rung is harder."),
    "frontier": Word(
        "frontier",
        "The rung at which accuracy crosses one half, from a fitted curve. Past the scored rungs "
        "it is only known to lie beyond them.",
    ),
    "area": Word(
        "area", "Accuracy summed over the scored rungs: a model that reads ten rungs and no other "
        "has an area of 10.",
    ),
    "pass-at-k": Word(
        "avg@1, maj@K, pass@K", "Of K answers drawn to an item: the chance that one is right, that "
        "the most frequent one is (a tie is wrong), and that any of them is.",
    ),
    "interval": Word(
        "interval",
        "Where the true value lies with at least 95 % confidence; written [low, high].",
    ),
    "round": Word("round", "Propose problems, vote, filter, train, score. Round 0 is the base."),
    "base": Word("base model", "The model before any round."),
    "arm": Word("arm", "One policy run through the same rounds."),
    "control": Word(
        "control",
        "An arm that differs from the judged one in one thing; a gain that it shares is not due "
        "to that thing.",
    ),
    "voted": Word("voted", "The arm that keeps only answers on which enough voters agree."),
    "voted-ladder": Word(
        "voted-ladder",
        "The same vote on problems that the ladder draws, where the model writes those of voted.",
    ),
    "reinforcement": Word(
        "reinforcement", "Training that makes rewarded answers of the model likelier: those that "
        "most of a group give, true ones, or any that can be read.",
    ),
    "rounds-only": Word(
        "rounds-only", "As voted, with rounds of voting in the place of the reinforcement."
    ),
    "unfiltered": Word("unfiltered", "The control that trains on every answer, right or wrong."),
    "avalanche": Word(
        "error avalanche",
        "Wrong labels make a worse model, which makes more wrong labels: accuracy falls from "
        "round to round.",
    ),
    "proposal": Word("proposal", "A new problem whose true answer nothing in the loop reads."),
    "voter": Word("voter, ballot", "Who answers a proposal; a ballot is one such answer."),
    "agreement": Word("agreement", "The share of the ballots that the winning answer got."),
    "label": Word("label", "The winning answer, trained on as if it were true."),
    "gold": Word(
        "gold",
        "The true answer. It is sealed; only the audit opens it, and arms that learn from it.",
    ),
    "audit": Word("audit", "Labels held against gold, after the fact."),
    "precision": Word(
        "label precision",
        "The share of right labels among those trained on, without rounds that were undone.",
    ),
    "coverage": Word("coverage", "The share of proposals that got a label."),
    "estimate": Word(
        "estimated precision",
        "At least so many labels are right, by the ballots alone, without gold. Voters that may "
        "share their mistakes leave it not known.",
    ),
    "strict": Word("strict", "Right in the format that the task asks for."),
    "flexible": Word(
        "flexible",
        "Right when the last number counts, whatever the format; of answers that are no numbers, "
        "read leniently.",
    ),
    "paired": Word("paired", "The same items before and after, so that easy items cancel out."),
    "redraw": Word("redraw", "A published item with new numbers and names, so never seen before."),
    "familiarity": Word(
        "familiarity", "Doing better on items seen before than on redraws of them."
    ),
    "untouched": Word(
        "untouched family", "A ladder that no round trained on; a fall there is forgetting."
    ),
    "headroom": Word(
        "headroom", "What is left between the score and the best that sound items allow."
    ),
    "power": Word(
        "power", "The smallest change that so many items can show; a smaller one stays unseen."
    ),
    "contamination": Word(
        "contamination", "Test items, or their like, in what the model was trained on before."
    ),
    "verdict": Word(
        "verdict", "What the change was by written rules: capability, sharpening, format, "
        "familiarity, noise or collapse.",
    ),
    "capability": Word(
        "capability", "Rungs rise before any training on them, more than in every control."
    ),
    "format": Word("format", "Strict accuracy rises while flexible does not: only the form."),
    "sharpening": Word(
        "sharpening", "One drawn answer is right more often, any of several less often: the model "
        "says less, and what it says was within its reach before.",
    ),
    "noise": Word("noise", "The interval of the change holds zero."),
    "collapse": Word("collapse", "Accuracy ends clearly below an earlier round."),
    "gain": Word(
        "gain", "A rise that is real; what would show it to be capability is missing."
    ),
    "forecast": Word(
        "forecast", "Where the frontier goes if the rounds to come are like the last ones."
    ),
}  # fmt: skip


def word(key: str, shown: str | None = None) -> Markup:
    """A link from a word to its line.

    Args:
        key: Its name here.
        shown: The form that the sentence wants; the word itself by default.
    """
    text = WORDS[key].word if shown is None else shown
    return Markup('<a class="word" href="#word-{}">{}</a>').format(key, text)
