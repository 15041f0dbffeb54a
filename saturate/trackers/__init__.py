"""Experiment trackers: losses by the libraries' own callbacks, rounds by small adapters."""

from saturate.trackers.base import Tracker
from saturate.trackers.team import TRACKERS, Trackers, check_trackers

__all__ = ["TRACKERS", "Tracker", "Trackers", "check_trackers"]
