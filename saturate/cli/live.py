"""``saturate report RUN --live``: watch a run's report grow in a browser."""

from __future__ import annotations

from pathlib import Path


def serve(run_folder: Path, port: int) -> None:
    """Serve the growing report of a run on this machine alone, until Ctrl-C.

    Args:
        run_folder: The folder of a run that goes on, or is over.
        port: Port on 127.0.0.1; 0 takes any free one.
    """
    from saturate.reports import write_report
    from saturate.reports.live.server import HOST, server

    with server(run_folder, port, write_report) as made:
        print(
            f"http://{HOST}:{made.server_address[1]}/  (Ctrl-C ends it, and not the run)",
            flush=True,
        )
        try:
            made.serve_forever()
        except KeyboardInterrupt:
            print()
