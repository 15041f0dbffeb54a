"""A model that writes what it is told to."""

from collections.abc import Iterable

from saturate.models import Completion


class Scripted:
    """Gives its texts one by one, whatever the prompts; then the last one for ever."""

    def __init__(self, texts: Iterable[str], template: str = "") -> None:
        """Take the texts, and how a chat template begins a reply, if there is one."""
        self.texts, self.template = list(texts), template
        self.prompts: list[str] = []
        self.decodings = []

    @property
    def has_chat_template(self) -> bool:
        return bool(self.template)

    def chat(self, message: str) -> str:
        return f"<user>{message}{self.template}"

    def complete(self, prompts, decoding, progress=None):
        self.prompts += prompts
        self.decodings.append(decoding)
        if progress is not None:
            progress(len(prompts))
        return [[self._next()] for _ in prompts]

    def _next(self) -> Completion:
        text = self.texts.pop(0) if len(self.texts) > 1 else self.texts[0]
        return Completion(text.removesuffix("..."), 5, -1.0, not text.endswith("..."))


class Ignored:
    """Hears of progress and does nothing."""

    @staticmethod
    def expect(count: int) -> None:
        """More lies ahead."""

    @staticmethod
    def done(count: int) -> None:
        """More is done."""
