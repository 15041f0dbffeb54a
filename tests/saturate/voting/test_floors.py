"""What a rung has to reach to be trained on."""

import pytest

from saturate.config.fields import Band
from saturate.config.run_config import RunConfig
from saturate.voting.floors import held_back, left_out
from saturate.voting.labelled import Reason, RungLabels, RungStats
from saturate.voting.precision import Estimate

CONFIG = RunConfig(ladder="gsm8k", start_rung=6, score_rungs=(1, 12), coverage_floor=0.5)


@pytest.mark.parametrize(
    ("stats", "reason"),
    [
        (RungStats(0.9, 0.99), ""),
        (RungStats(0.9, 0.99, off_trend=0.1), ""),
        (RungStats(0.4, 0.99), "40% kept, 50% wanted"),
        (RungStats(0.9, 0.9), "90.0% right by estimate, 95% wanted"),
        (
            RungStats(0.9, 0.99, off_trend=0.3),
            "30% of the agreed answers of unusual length, at most 20% wanted",
        ),
        (
            RungStats(0.9, None, why_unknown="no two voters differ"),
            "label precision is not known, as no two voters differ; --precision-floor 0 trains on "
            "it anyway",
        ),
    ],
)
def test_a_rung_is_held_back_for_a_reason(stats, reason):
    assert held_back(stats, CONFIG) == reason


def test_without_a_floor_unknown_precision_is_trained_on():
    unknown = RungStats(0.9, None, why_unknown="no two voters differ")
    assert held_back(unknown, CONFIG.model_copy(update={"precision_floor": 0.0})) == ""


@pytest.mark.parametrize(
    ("inside", "settings", "left"),
    [
        (19, {}, True),
        (20, {}, False),
        (19, {"precision_floor": 0.0}, False),
        (0, {"precision_floor": 0.0}, True),
        (0, {"band": None}, False),
    ],
)
def test_few_labels_in_a_band_are_left_out_where_a_precision_is_asked_for(inside, settings, left):
    fates = {Reason.KEPT: inside, Reason.BAND: 100}
    labels = RungLabels(7, fates, 0.0, 0, lambda: Estimate(0.99))
    config = CONFIG.model_copy(update={"band": Band(0.3, 0.9)} | settings)
    why = f"labels in the band of agreement: {inside}, too few to tell how many are right"
    assert left_out(labels, config) == (why if left else "")
