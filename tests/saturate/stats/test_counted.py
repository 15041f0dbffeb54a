import statistics
from collections import Counter

import pytest

from saturate.stats.counted import median_low


@pytest.mark.parametrize("values", [[3], [1, 2], [5, 1, 1, 9], [2, 2, 2, 7, 8], [4, 4, 1, 1]])
def test_the_middle_of_counts_is_that_of_the_values(values):
    assert median_low(Counter(values)) == statistics.median_low(values)


def test_nothing_has_no_middle():
    with pytest.raises(ValueError, match="no value"):
        median_low({})
