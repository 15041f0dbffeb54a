"""Collections while a run goes on."""

import gc
import weakref

from saturate.models.memory import libraries_apart


class Circle:
    def __init__(self):
        self.own = self


def test_collections_pass_over_what_was_there_until_the_block_ends():
    library = Circle()
    left = weakref.ref(library)
    with libraries_apart():
        del library
        model = weakref.ref(Circle())
        gc.collect()
        assert model() is None
        assert left() is not None
    gc.collect()
    assert left() is None
