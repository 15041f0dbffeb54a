"""Publishes rungs as a frozen benchmark, and a run's model, corpus and report, with cards."""

from saturate.publish.benchmark import Frozen, Wanted, freeze
from saturate.publish.hub import upload
from saturate.publish.run_folders import Published, write_folders

__all__ = ["Frozen", "Published", "Wanted", "freeze", "upload", "write_folders"]
