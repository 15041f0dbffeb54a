"""Experiment trackers: losses by the libraries' own callbacks, rounds by small adapters."""

from saturate.trackers.base import Tracker
from saturate.trackers.team import TRACKERS, Team, parse_trackers

__all__ = ["TRACKERS", "Team", "Tracker", "parse_trackers"]
