"""Publishes a run: model, corpus, frozen tasks, report, and the cards that describe them."""

from saturate.publishing.folders import Published, write_folders
from saturate.publishing.hub import upload

__all__ = ["Published", "upload", "write_folders"]
