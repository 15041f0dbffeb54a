"""Models that were published with quantized weights are scored, and refused where they'd train."""

import json
import shutil

import pytest
from support.runs import execute_small, run_cli
from support.tiny_models import write_tiny_model

from saturate.errors import SaturateError
from saturate.models.naming import seed_folder
from saturate.models.trainable import check_trainable


def quantized(folder, method):
    """A folder whose configuration says so; nothing here reads its weights."""
    file = folder / "config.json"
    rounding = {"quant_method": method, "bits": 4, "group_size": 128}
    file.write_text(json.dumps(json.loads(file.read_text()) | {"quantization_config": rounding}))
    return str(folder)


@pytest.mark.parametrize("method", ["gptq", "awq", "fp8", "bitsandbytes"])
def test_quantized_weights_are_named_with_the_way_out(method, tmp_path):
    model = write_tiny_model(tmp_path / "model")
    check_trainable(str(model))
    with pytest.raises(SaturateError, match=rf"quantized weights \({method}\).*name the unquantiz"):
        check_trainable(quantized(model, method))


@pytest.mark.parametrize("lora", [False, True])
def test_a_run_is_refused_before_a_model_is_loaded_also_where_the_second_is_quantized(
    lora, tmp_path
):
    whole, other = write_tiny_model(tmp_path / "one"), write_tiny_model(tmp_path / "other")
    settings = {"benchmark": "addition", "voters": "models:2", "score_rungs": (1, 2), "lora": lora}
    with pytest.raises(SaturateError, match=r"other.*quantized weights \(gptq\)"):
        execute_small(
            tmp_path / "run",
            model=f"{whole},{quantized(other, 'gptq')}",
            max_new_tokens=8,
            **settings,
        )
    assert not (tmp_path / "run").exists()


def test_teaching_is_refused(tmp_path, monkeypatch, capsys):
    shutil.copytree(seed_folder(), tmp_path / "model")
    model = quantized(tmp_path / "model", "awq")
    words = ("--ladder", "addition", "--rungs", 2, "--lora")
    assert run_cli(monkeypatch, "teach", tmp_path / "taught", "--model", model, *words) == 2
    assert "quantized weights (awq)" in capsys.readouterr().err
