"""A stand-in that plays the bare tools ladder turn by turn from what it reads, and nothing else."""

from saturate.generators.tools.calls import BARE
from saturate.generators.tools.facts import Facts
from saturate.generators.tools.search import shortest_plan
from saturate.ladder import stable_hash
from saturate.models import Completion
from support.stand_ins import StandIn


class Player(StandIn):
    """Makes the next call of a shortest plan; gives up at once where a hash of the problem says.

    Args:
        gives_up: Share of the problems, views told apart, that it gives up.
    """

    def __init__(self, gives_up: float = 0.0) -> None:
        self.gives_up = gives_up
        self.prompts: list[str] = []

    def complete(self, prompts, decoding, progress=None):
        self.prompts += prompts
        if progress is not None:
            progress(len(prompts) * decoding.n)
        return [[self._turn(prompt)] * decoding.n for prompt in prompts]

    def close(self):
        pass

    def _turn(self, prompt: str) -> Completion:
        question, *told = prompt[prompt.index("row ") :].splitlines()
        made = sum(line.startswith("-> ") for line in told)
        if stable_hash("gives up", question) % 1000 < 1000 * self.gives_up:
            return Completion("done", 1, -0.5, finished=True)
        plan = shortest_plan(Facts().read(question)) or []
        text = BARE.write(plan[made]) if made < len(plan) else "done"
        return Completion(text, len(text), -0.5, finished=True)
