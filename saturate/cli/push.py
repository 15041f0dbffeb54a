"""``saturate push``: a run's model, corpus, tasks and report to the hub."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from saturate.config.fields import SWITCH

if TYPE_CHECKING:
    from saturate.publish.hub import Upload


def push(
    run_folder: Path,
    /,
    *,
    to: str,
    arm: str | None = None,
    private: Annotated[bool, SWITCH] = False,
    out: Path | None = None,
    dry_run: Annotated[bool, SWITCH] = False,
) -> None:
    """Publish a run on the hub: a model and a dataset repository with cards from its results.

    Parameters
    ----------
    run_folder
        The folder of a complete run.
    to
        USER/NAME of both repositories.
    arm
        Whose model and corpus (default: the run's first arm).
    private
        Make repositories that are new private.
    out
        Where the folders are written first (default: publish in the run folder).
    dry_run
        Write the folders and upload nothing.
    """
    push_run(run_folder, to, arm, private, out or run_folder / "publish", dry_run)


def push_run(
    run: Path,
    to: str,
    arm: str | None,
    private: bool,
    out: Path,
    dry_run: bool,
    send: Upload | None = None,
) -> None:
    """Write the folders, and upload them unless it is a dry run.

    Args:
        run: The run folder.
        to: USER/NAME.
        arm: Whose model; the first arm's by default.
        private: Whether new repositories are private.
        out: Where the folders go.
        dry_run: Upload nothing.
        send: What uploads a folder; the hub's client by default.
    """
    from saturate.publish import upload, write_folders
    from saturate.publish.hub import check_repository

    check_repository(to)
    made = write_folders(run, to, out, arm)
    print(f"Model      {made.model}\nDataset    {made.dataset}")
    if dry_run:
        print("Nothing was uploaded. Read both README.md before you do.")
        if (made.dataset / "tasks").is_dir():
            print(f"The frozen tasks read {to} on the hub, so they run once it is uploaded.")
        return
    send = send or upload
    for folder, kind in ((made.dataset, "dataset"), (made.model, "model")):  # the card links there
        print(f"Uploaded   {send(folder, to, kind, private)}")  # type: ignore[arg-type]
