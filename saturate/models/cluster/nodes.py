"""A Ray cluster: joined once by this process, and asked what it holds before anything is wanted."""

from __future__ import annotations

import math
import os
import socket
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from types import ModuleType
from typing import NamedTuple

from saturate.config.cluster import ClusterOptions
from saturate.errors import SaturateError, first_line

_CONNECT_SECONDS = 5.0
_DEFAULT_PORT = 6379
_LIBRARIES = ("lm-saturate", "torch", "transformers")
"""Packages whose releases have to be those of this process, or answers may differ."""


class Bundle(NamedTuple):
    """What one process takes of a node."""

    cpus: int
    gpus: float

    def __str__(self) -> str:
        gpus = f" and {self.gpus:g} GPU{'' if self.gpus == 1 else 's'}" if self.gpus else ""
        return f"{self.cpus} CPU{'' if self.cpus == 1 else 's'}{gpus}"


def import_ray() -> ModuleType:
    """The library.

    Raises:
        SaturateError: It is not installed.
    """
    try:
        return import_module("ray")
    except ImportError:
        raise SaturateError(
            "Ray is not installed; pip install 'lm-saturate[ray]', or leave out --engine ray."
        ) from None


def join(address: str | None) -> ModuleType:
    """Join the cluster, unless this process is in it.

    Args:
        address: Where its head is; ``None``: the one that runs on this machine, else one that is
            started on this machine alone and ends with this process.

    Returns:
        The library, ready for use.

    Raises:
        SaturateError: Ray is not installed, or no cluster answers there.
    """
    ray = import_ray()
    if ray.is_initialized():
        return ray
    if address is not None and address != "auto":
        _see_port(address)
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # one that is started here tells nobody
    try:
        ray.init(address=address, log_to_driver=False, logging_level="ERROR")
    except Exception as error:  # whatever its parts raise of a cluster that is none
        raise SaturateError(
            f"No Ray cluster could be joined at {address or 'this machine'}: {first_line(error)}"
        ) from error
    return ray


def _see_port(address: str) -> None:
    """See that something listens; Ray itself would try for minutes.

    Raises:
        SaturateError: Nothing does, or it is no address.
    """
    host, _, port = address.rpartition(":") if ":" in address else (address, "", _DEFAULT_PORT)
    if "/" in address or not host or not str(port).isdecimal():
        raise SaturateError(
            f"--ray-address {address!r} is no HOST:PORT of a cluster's head, such as "
            f"10.0.0.5:{_DEFAULT_PORT}; start this command on one of its nodes."
        )
    try:
        socket.create_connection((host, int(port)), _CONNECT_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise SaturateError(
            f"No Ray cluster answers at {address} ({first_line(error)}); start its head with "
            f"'ray start --head', or name where it is with --ray-address."
        ) from error


def nodes(ray: ModuleType) -> list[Mapping[str, float]]:
    """What each node that is alive holds in all."""
    return [node["Resources"] for node in ray.nodes() if node["Alive"]]


def holds(held: Sequence[Mapping[str, float]], bundle: Bundle) -> int:
    """How many processes the nodes hold when nobody else takes anything of them."""
    wanted = {"CPU": float(bundle.cpus), "GPU": bundle.gpus}
    return sum(
        min(math.floor(node.get(name, 0.0) / most) for name, most in wanted.items() if most)
        for node in held
    )


def bundle_of(held: Sequence[Mapping[str, float]], options: ClusterOptions) -> Bundle:
    """What a worker takes: as asked for, else a GPU where there is any."""
    gpus = options.gpus
    if gpus is None:
        gpus = float(any(node.get("GPU") for node in held))
    return Bundle(options.cpus, gpus)


def check_room(held: Sequence[Mapping[str, float]], bundle: Bundle, count: int, what: str) -> None:
    """See that a cluster holds so many processes.

    Args:
        held: What its nodes hold.
        bundle: What each process takes.
        count: How many are wanted.
        what: The setting that wants them, as it was typed.

    Raises:
        SaturateError: It does not, even when it does nothing else.
    """
    most = holds(held, bundle)
    if most >= count:
        return
    raise SaturateError(
        f"{what} needs {bundle} for each, and the cluster holds {most} such: {_told(held)}. Ask "
        "for fewer, or for less of each (--worker-cpus and --worker-gpus, or "
        "--tensor-parallel-size where vLLM answers), or add nodes (ray start --address=HEAD)."
    )


def _told(held: Sequence[Mapping[str, float]]) -> str:
    """Nodes in words."""
    kinds = [f"{node.get('CPU', 0):g} CPU, {node.get('GPU', 0):g} GPU" for node in held]
    counted = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
    return "; ".join(f"{n} node{'' if n == 1 else 's'} of {kind}" for kind, n in counted.items())


def releases() -> dict[str, str]:
    """Releases, in this process, of what answers hang on."""
    return {name: version(name) for name in _LIBRARIES}


def check_releases(found: Mapping[str, str]) -> None:
    """See that a worker runs what this process runs.

    Raises:
        SaturateError: It does not.
    """
    for name, here in releases().items():
        if found[name] != here:
            raise SaturateError(
                f"{name} is {found[name]} on another node and {here} here, so that answers may "
                "differ; install the same on all nodes."
            )
