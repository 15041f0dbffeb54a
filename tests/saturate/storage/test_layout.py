from saturate.storage.layout import COST, Place, StageName


def test_what_a_kill_left_of_a_stage_is_none_of_a_rounds_costs(tmp_path):
    place = Place("voted", 2)
    for name in ("label", ".train-0.partial", "train-0", ".label.0123456789abcdef"):
        folder = tmp_path / place.folder / name
        folder.mkdir(parents=True)
        (folder / COST).write_text("{}")
    found = [(stage, file.parent.name) for stage, file in place.costs(tmp_path)]
    assert found == [(StageName.LABEL, "label"), (StageName.TRAIN, "train-0")]
