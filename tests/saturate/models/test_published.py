"""What a model folder tells of itself without its weights being loaded."""

import shutil

import pytest
from support.hub_caches import MAIN, OLDER, write_hub_cache

from saturate.config.model_options import ModelArgs, ModelOptions
from saturate.errors import SaturateError
from saturate.models.naming import seed_folder
from saturate.models.published import model_digest, require_different


def test_what_loading_reads_tells_a_model_from_another(tmp_path):
    """Documentation and weights that are not loaded tell nothing."""
    folder = tmp_path / "model"
    shutil.copytree(seed_folder(), folder)
    told = [model_digest(str(folder))]
    (folder / "README.md").write_text("Other words.")
    (folder / "model.gguf").write_bytes(b"weights of another format")
    assert model_digest(str(folder)) == told[0]
    assert told[0] == model_digest(str(seed_folder()))
    (folder / "additional_chat_templates").mkdir()
    names = ("chat_template.jinja", "tokenizer.model", "additional_chat_templates/tool_use.jinja")
    for name in names:
        for text in ("one", "another"):
            (folder / name).write_text(text)
            told.append(model_digest(str(folder)))
    assert len(set(told)) == 1 + 2 * len(names)


def test_a_model_does_not_vote_beside_itself_under_another_name(tmp_path):
    seed, copy = str(seed_folder()), str(tmp_path / "copy")
    shutil.copytree(seed, copy)
    for twins in ([seed, seed], [seed, "openai:a", copy], ["openai:a", "openai:a"]):
        with pytest.raises(SaturateError, match="are the same, so that they agree whatever"):
            require_different(twins)
    (tmp_path / "copy" / "config.json").write_text("{}")
    require_different([seed, copy, "openai:a", "openai:b"])
    require_different([seed])


def test_the_commit_tells_a_model_of_the_hub_from_another(tmp_path, monkeypatch):
    main = write_hub_cache(tmp_path, monkeypatch)
    older = ModelOptions(ModelArgs(revision=OLDER))
    assert model_digest("owner/name") == f"owner/name@{MAIN}"
    assert model_digest("owner/name", older) == f"owner/name@{OLDER}"
    main.write_text(OLDER)
    assert model_digest("owner/name") == f"owner/name@{OLDER}"
    with pytest.raises(SaturateError, match="'owner/other' could not be found"):
        model_digest("owner/other")
