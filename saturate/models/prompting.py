"""One way from a question to a prompt, used alike for voting, training and scoring.

A problem is answered at once, or played turn by turn. Before each turn the model reads the problem
and all that came of its turns so far in one message, which needs no template of tool calls.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from saturate.ladder import Dialogue, Ladder
from saturate.models.sampler import Sampler

_NEXT = "Next call:"
Shown = list[tuple[str, str]]
"""What a model reads and is to write: one pair, or one for each turn."""


class Prompter:
    """Renders questions of one ladder for one model."""

    def __init__(
        self, ladder: Ladder, sampler: Sampler, bare: bool, by_turns: bool = False
    ) -> None:
        self._ladder = ladder
        self._sampler = sampler
        self.bare = bare
        """Whether the model reads bare questions and takes no instruction."""
        self.by_turns = by_turns
        """Whether problems are played turn by turn, and not answered at once."""

    def message(self, question: str) -> str:
        """What a user would write: its instruction, if any, and the prompt, which may be bare."""
        prompt = self._ladder.prompt(question)
        instruction = self._ladder.describe().instruction
        return prompt if self.bare or not instruction else f"{instruction}\n\n{prompt}"

    @property
    def delimiter(self) -> str:
        """What stands before an answer: nothing where a chat model is given choices."""
        info = self._ladder.describe()
        return "" if info.choices and self._sampler.has_chat_template else info.delimiter

    def prompt(self, question: str) -> str:
        """What the model reads: the message in its chat template, where it has one.

        Of a problem that is played, what it reads before its first turn.
        """
        if self.by_turns:
            return self.turn(self.stand(question, []))
        message = self.message(question)
        return self._sampler.chat(message) if self._sampler.has_chat_template else message

    def stand(self, question: str, said: Sequence[str]) -> Dialogue:
        """How far a problem has come after some turns.

        Raises:
            TypeError: The ladder is not played turn by turn.
        """
        found = self._ladder.dialogue(question, said)
        if found is None:
            raise TypeError(f"{self._ladder.describe().name} is not played turn by turn")
        return found

    def turn(self, stand: Dialogue) -> str:
        """What the model reads before a turn."""
        rules = "" if self.bare else f"{self._ladder.describe().turns}\n\n"
        message = f"{rules}{stand.message}\n{_NEXT}"
        return self._sampler.chat(message) if self._sampler.has_chat_template else f"{message}\n"

    def shown(self, question: str, solution: str) -> Shown:
        """A worked solution as it is trained on."""
        if not self.by_turns:
            return [(self.prompt(question), self.delimiter + solution)]
        said = self._ladder.turns_in(solution)
        stands = [self.stand(question, said[:turn]) for turn in range(len(said))]
        return [(self.turn(at), text) for at, text in zip(stands, said, strict=True)]


def own_forms(
    prompters: Sequence[Prompter | None], shown: Shown, render: Callable[[Prompter], Shown]
) -> list[Shown]:
    """What each of several models is taught, in the form in which it is asked.

    Args:
        prompters: Of the models; ``None`` for one that is not trained.
        shown: What they are taught where nothing else is said.
        render: Gives it in a model's form.

    Returns:
        Nothing where that is ``shown`` for all.
    """
    if len(prompters) < 2:
        return []
    forms = [shown if prompter is None else render(prompter) for prompter in prompters]
    return [] if all(form == shown for form in forms) else forms
