"""How vLLM runs a model: who may be told, and what workers of a cluster take for it."""

import pytest

from saturate.config.run_config import RunConfig, build_config
from saturate.config.vllm import VllmOptions
from saturate.errors import SaturateError
from saturate.models.cluster.nodes import Bundle, bundle_of

CLUSTER = [{"CPU": 64.0, "GPU": 8.0}]


def test_a_run_may_go_on_over_other_gpus_with_the_same_stages():
    config = build_config(engine="vllm", tensor_parallel_size=2, gpu_memory_utilization=0.8)
    assert config.model_options.vllm == VllmOptions(2, 0.8)
    assert config.stage_settings() == build_config(engine="vllm").stage_settings()
    assert RunConfig().model_options.vllm == VllmOptions()


def test_a_worker_takes_as_many_gpus_as_its_model_is_spread_over():
    spread = build_config(engine="ray", worker_engine="vllm", tensor_parallel_size=4)
    assert bundle_of(CLUSTER, spread.cluster_options) == Bundle(1, 4.0)
    assert spread.model_options.vllm.parallel == 4
    alone = build_config(engine="ray", worker_engine="vllm", worker_gpus=0.5)
    assert bundle_of(CLUSTER, alone.cluster_options) == Bundle(1, 0.5)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"tensor_parallel_size": 2}, "--tensor-parallel-size is about vLLM; give --engine vllm"),
        (
            {"engine": "ray", "gpu_memory_utilization": 0.5},
            "--gpu-memory-utilization is about vLLM; .*--worker-engine vllm",
        ),
        (
            {
                "engine": "ray",
                "worker_engine": "vllm",
                "tensor_parallel_size": 2,
                "worker_gpus": 0.5,
            },
            "over 2 GPUs takes as many, whole ones; leave out --worker-gpus",
        ),
        (
            {"model_args": "tensor_parallel_size=2"},
            "tensor_parallel_size is set by --tensor-parallel-size",
        ),
        ({"engine": "vllm", "gpu_memory_utilization": 1.5}, "less than or equal to 1"),
    ],
)
def test_what_vllm_is_not_there_for_is_a_sentence(settings, sentence):
    with pytest.raises(SaturateError, match=sentence):
        build_config(**settings)
