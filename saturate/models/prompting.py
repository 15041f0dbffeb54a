"""One way from a question to a prompt, used alike for voting, training and scoring."""

from __future__ import annotations

from saturate.ladder import Ladder
from saturate.models.sampler import Sampler


class Prompter:
    """Renders questions of one ladder for one model."""

    def __init__(self, ladder: Ladder, sampler: Sampler, bare: bool) -> None:
        self._ladder = ladder
        self._sampler = sampler
        self.bare = bare
        """Whether the model reads bare questions and takes no instruction."""

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
        """What the model reads: the message in its chat template, where it has one."""
        message = self.message(question)
        return self._sampler.chat(message) if self._sampler.has_chat_template else message
