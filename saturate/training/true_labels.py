"""Whether true labels teach what is scored: a published target that the task's filter reads."""

from __future__ import annotations

from saturate.errors import SaturateError
from saturate.ladder import Ladder

_TRIED = 10
_LEAST_READ = 0.5
"""Share of them that has to read back; published data hold some that no filter reads."""


def check_true_labels(ladder: Ladder, instead: str) -> None:
    """See that worked solutions read back as the answers that they stand for.

    Args:
        ladder: Whose problems are trained on with their true labels.
        instead: What the user can do where they do not.

    Raises:
        SaturateError: They do not, so that training on them would teach what scores nothing.
    """
    info = ladder.describe()
    if info.choices:
        return
    problems = [ladder.problem(info.first, "train", index) for index in range(_TRIED)]
    read = sum(one.is_right(ladder.answer_to(one.question, one.solution)) for one in problems)
    if read < _LEAST_READ * len(problems):
        raise SaturateError(
            f"The published targets of {info.name} are not written as its filter reads answers "
            f"({read} of {len(problems)} read back, such as {problems[0].solution[-60:]!r}), so "
            f"training on true labels would teach a form that scores nothing; {instead}."
        )
