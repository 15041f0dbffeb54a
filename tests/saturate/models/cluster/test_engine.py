"""Workers on a real Ray cluster of two nodes, and what is refused before any starts."""

import os
import resource
import signal
import sys
from types import SimpleNamespace

import pytest
from support.clusters import NODE, two_nodes

from saturate.config.cluster import ClusterOptions
from saturate.config.model_options import ModelArgs, ModelOptions
from saturate.config.run_config import build_config
from saturate.errors import SaturateError
from saturate.models import Decoding
from saturate.models.cluster import pool as ray_pool
from saturate.models.cluster.files import NodeFolder, pack
from saturate.models.cluster.nodes import Bundle, check_releases, holds, releases
from saturate.models.cluster.pool import Pool, _Owed, pool_of
from saturate.models.engines import be_ready, open_model
from saturate.models.front import TokenizerFront
from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.models.shards import Here, ShardedSampler
from saturate.models.transformers import TransformersSampler

PATH = str(seed_folder())
PROMPTS = [f"{i}+{7 * i}=" for i in range(600)]
DRAWN = Decoding(n=2, temperature=0.8, seed=3)


@pytest.fixture(scope="module")
def cluster():
    with two_nodes() as found:
        yield found


@pytest.fixture(scope="module")
def here():
    """One process that answers the same shards."""
    sampler = open_model(PATH, "transformers").sampler
    return ShardedSampler(sampler, Here(sampler))


@pytest.fixture
def asked(cluster):
    """The embedded model, open at the workers."""
    options = ModelOptions(cluster=ClusterOptions(cluster.address))
    sampler = open_model(PATH, "ray", options).sampler
    yield sampler, pool_of(options.cluster)
    sampler.close()


def process_of(pool: Pool, worker) -> int:
    return pool.ray.get(worker.__ray_call__.remote(lambda _: os.getpid()))


def node_of(pool: Pool, worker) -> str:
    def ask(_):
        import ray

        return ray.get_runtime_context().get_node_id()

    return pool.ray.get(worker.__ray_call__.remote(ask))


def test_workers_answer_as_one_process_does_though_one_is_killed_and_a_node_joins(
    cluster, asked, here, monkeypatch
):
    monkeypatch.setattr(ray_pool, "_LOOK_SECONDS", 0.2)
    sampler, pool = asked
    wanted = here.complete(PROMPTS, DRAWN)
    told: list[int] = []
    assert sampler.complete(PROMPTS, DRAWN, told.append) == wanted
    assert sum(told) == 2 * len(PROMPTS)
    assert sampler.fits(PROMPTS[:3]) == here.fits(PROMPTS[:3])
    pairs = [(prompt, "12") for prompt in PROMPTS[:300]]
    assert sampler.log_likelihoods(pairs) == here.log_likelihoods(pairs)

    killed: list[int] = []

    def kill_one(_: int) -> None:
        if not killed:
            killed.append(process_of(pool, pool._idle[-1]))
            os.kill(killed[0], signal.SIGKILL)

    assert sampler.complete(PROMPTS, DRAWN, kill_one) == wanted
    assert killed

    joined = cluster.add_node(**NODE)
    assert sampler.complete(PROMPTS, DRAWN) == wanted
    assert joined.node_id in {node_of(pool, worker) for worker in pool._all()}


def test_more_than_the_cluster_holds_is_refused_at_once(cluster):
    for options, told in [
        (ClusterOptions(cluster.address, workers=9), "--workers 9 needs 1 CPU for each"),
        (ClusterOptions(cluster.address, gpus=1.0), "1 CPU and 1 GPU for each"),
        (ClusterOptions(cluster.address, cpus=2), "the cluster holds 0 such: "),
    ]:
        with pytest.raises(SaturateError, match=told):
            be_ready("ray", ModelOptions(cluster=options))


def test_a_model_is_written_once_on_a_node_and_goes_with_its_last_holder(
    cluster, asked, tmp_path, monkeypatch
):
    _, pool = asked
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    file = tmp_path / "weights"
    file.write_bytes(bytes(range(256)) * 300)
    packed = pack(pool.ray, "one", [file])
    first = NodeFolder(pool.ray, packed)
    written = (first.path / "weights").stat().st_mtime_ns
    second = NodeFolder(pool.ray, packed)
    assert (second.path / "weights").stat().st_mtime_ns == written
    first.close()
    assert (second.path / "weights").read_bytes() == file.read_bytes()
    second.close()
    assert not second.path.exists()


def test_a_node_whose_temporary_folder_is_full_is_named_and_keeps_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("socket.gethostname", lambda: "node-7")
    file = tmp_path / "weights"
    file.write_bytes(bytes(2_000))
    store = SimpleNamespace(put=lambda piece: piece, get=lambda piece: piece)
    packed = pack(store, "one", [file])
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        with pytest.raises(SaturateError, match="node-7 cannot keep the model in ") as told:
            NodeFolder(store, packed)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert f"{tmp_path} (File too large); start its Ray with TMPDIR" in str(told.value)
    (root,) = tmp_path.glob("saturate-models-*")
    assert not [*root.iterdir()]
    held = NodeFolder(store, packed)
    assert (held.path / "weights").read_bytes() == file.read_bytes()
    held.close()


def test_a_shard_that_kills_three_workers_is_refused():
    owed = _Owed(["a shard", "another"])
    place = owed.places.popleft()
    for _ in range(2):
        owed.lost(place, RuntimeError("gone"))
        assert owed.places.popleft() == place
    owed.lost(1, RuntimeError("gone"))
    with pytest.raises(SaturateError, match=r"3 workers died over the same prompts \(gone\)"):
        owed.lost(place, RuntimeError("gone"))


def test_a_process_fits_on_one_node_or_on_none():
    nodes = [{"CPU": 4.0}, {"CPU": 3.0, "GPU": 1.0}]
    assert holds(nodes, Bundle(1, 0.0)) == 7
    assert holds(nodes, Bundle(2, 0.0)) == 3
    assert holds(nodes, Bundle(1, 0.5)) == 2
    assert holds(nodes, Bundle(5, 0.0)) == 0


def test_other_releases_on_a_node_are_refused():
    check_releases(releases())
    with pytest.raises(SaturateError, match=r"torch is 0\.1 on another node"):
        check_releases(releases() | {"torch": "0.1"})


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("127.0.0.1:9", "No Ray cluster answers at 127.0.0.1:9"),
        ("ray://head:10001", "is no HOST:PORT"),
        ("head:port", "is no HOST:PORT"),
    ],
)
def test_where_no_cluster_is_a_sentence_says_so(address, told, monkeypatch):
    monkeypatch.setattr("ray.is_initialized", lambda: False)
    with pytest.raises(SaturateError, match=told):
        Pool(ClusterOptions(address))


def test_without_ray_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(SaturateError, match=r"pip install 'lm-saturate\[ray\]'"):
        Pool(ClusterOptions())


def test_texts_fit_without_weights_as_they_do_with_them():
    options = ModelOptions()
    front, sampler = TokenizerFront(PATH, options), TransformersSampler(load(PATH))
    texts = ["1+1=", "1" * 20_000]
    for decoding in (None, Decoding(max_new_tokens=16)):
        assert front.fits(texts, decoding) == sampler.fits(texts, decoding)
    assert front.has_chat_template == sampler.has_chat_template


def test_a_choice_leaves_room_for_the_token_that_vllm_writes_in_workers():
    longest = "1" * (1_023 - len(TokenizerFront(PATH, ModelOptions())._ids([""])[0]))
    for engine, fits in [("vllm", [True, False]), ("transformers", [True, True])]:
        options = ModelOptions(ModelArgs(max_length=1_024), cluster=ClusterOptions(engine=engine))
        assert TokenizerFront(PATH, options).fits([longest, longest + "1"]) == fits


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"workers": 2}, "--workers is about workers of a Ray cluster; give --engine ray"),
        ({"train_workers": 2}, "give --engine ray"),
        ({"engine": "ray", "train_workers": 2, "batch_size": 9}, "cannot be parted evenly"),
        ({"engine": "ray", "train_workers": 2, "trainer": "dpo"}, "train on labels alone"),
        ({"fsdp": True}, "--fsdp parts a model among processes .* give --train-workers 2 or more"),
        ({"engine": "ray", "train_workers": 1, "fsdp": True}, "give --train-workers 2 or more"),
        (
            {
                **{"engine": "ray", "train_workers": 2, "fsdp": True, "lora": True},
                "model_args": "load_in_4bit=True",
            },
            "parts no weights of 4 bits",
        ),
    ],
)
def test_settings_that_do_not_go_together_are_refused(settings, told):
    with pytest.raises(SaturateError, match=told):
        build_config(**settings)
