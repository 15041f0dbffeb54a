"""trackio: a local database, shown by ``trackio show --project saturate``."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping

from saturate.trackers.base import PROJECT, Tracker


class Trackio(Tracker):
    """Logs into trackio's local store, or wherever TRACKIO_SPACE_ID points."""

    packages = "trackio"
    module = "trackio"

    def log(
        self, arm: str, step: int, metrics: Mapping[str, float], chart: str | None = None
    ) -> None:
        import trackio

        quiet = contextlib.redirect_stdout(io.StringIO())  # it greets every run
        with quiet:
            trackio.init(
                project=PROJECT,
                name=f"{self.run} {arm}",
                group=self.run,
                config=self.config,
                resume="allow",
                embed=False,
                auto_log_cpu=False,
                auto_log_gpu=False,
            )
            try:
                if metrics:
                    shown = {} if chart is None else {"accuracy_by_rung": trackio.Html(chart)}
                    trackio.log({**metrics, **shown}, step=step)
            finally:
                trackio.finish()
