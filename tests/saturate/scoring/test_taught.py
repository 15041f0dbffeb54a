"""What a model reads of rungs that it was taught."""

from support import hard_tasks
from support.tiny_models import write_tiny_model

from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.scoring.taught import reads
from saturate.stats.intervals import Count


def test_reading_is_counted_against_the_true_answers():
    assert reads(load(str(seed_folder())), "addition", 10, 20) == Count(20, 20)


def test_choices_are_read_by_likelihood(tmp_path):
    """A random model that writes no letter is still right by chance."""
    loaded = load(str(write_tiny_model(tmp_path / "tiny")))
    name = f"options:{hard_tasks.path('letters')}"
    found = reads(loaded, name, 1, 8, hard_tasks.data("letters"))
    assert found.total == 8 and 0 < found.right < 8
