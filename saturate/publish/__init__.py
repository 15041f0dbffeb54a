"""Publishes rungs as a frozen benchmark, and a run's model, corpus and report, with cards."""

from saturate.publish.benchmark import BenchmarkRequest, FrozenBenchmark, check_freezable, freeze
from saturate.publish.hub import upload
from saturate.publish.run_folders import PublishedFolders, write_folders

__all__ = [
    "BenchmarkRequest",
    "FrozenBenchmark",
    "PublishedFolders",
    "check_freezable",
    "freeze",
    "upload",
    "write_folders",
]
