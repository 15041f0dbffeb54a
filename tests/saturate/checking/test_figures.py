"""How fast a family draws is what a new problem takes."""

import time

from saturate.checking.figures import draws_per_second
from saturate.generators.copying import Copy


class Keeping(Copy):
    """Takes 20 ms of CPU time for a problem and keeps it, so that it is there at once again."""

    def __init__(self):
        super().__init__()
        self.kept = {}

    def problem(self, rung, split, index):
        place = rung, split, index
        if place not in self.kept:
            begun = time.process_time()
            while time.process_time() - begun < 0.02:
                pass
            self.kept[place] = super().problem(*place)
        return self.kept[place]


def test_what_a_family_keeps_does_not_make_it_fast():
    ladder = Keeping()
    for index in range(5):
        ladder.problem(3, "train", index)
    assert 25 < draws_per_second(ladder, 3, "train", problems=5, stretches=2) < 50.1
    assert len(ladder.kept) == 15
