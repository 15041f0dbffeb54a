"""What a model's name means: an embedded seed, a local folder, a hub id, a model of servers."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from saturate.config.servers import is_remote
from saturate.config.settings import SEED_MODEL
from saturate.errors import SaturateError
from saturate.storage.model_facts import model_facts
from saturate.storage.model_files import check_model_folder


def seed_folder(number: int = 0, ladder: str | None = None) -> Path:
    """Folder of an embedded seed model.

    Args:
        number: Its random seed.
        ladder: What it is wanted for: a model that was taught it, where there is one; the model of
            the first recipe otherwise.

    Raises:
        SaturateError: There is no seed model of that number.
    """
    shipped = _shipped_seeds(number)
    if not shipped:
        raise SaturateError(f"There is no embedded seed model number {number} in this package.")
    return next((one for one in shipped if ladder in model_facts(str(one)).known_rungs), shipped[0])


def _shipped_seeds(number: int) -> list[Path]:
    """Folders of the embedded models with a random seed; that of the first recipe comes first."""
    package = Path(str(files("saturate.seed")))
    folders = [package / f"model-{number}", *sorted(package.glob(f"model-*-{number}"))]
    return [folder for folder in folders if (folder / "model.safetensors").is_file()]


def taught_rungs(name: str, revision: str | None = None) -> dict[str, int]:
    """By ladder, the last rung that a model, or one of the embedded ones, was taught.

    Args:
        name: As for :func:`resolve`.
        revision: Which one of the hub's.
    """
    places = map(str, _shipped_seeds(0)) if name == SEED_MODEL else [resolve(name)]
    return {k: v for one in places for k, v in model_facts(one, revision).known_rungs.items()}


def resolve_all(names: Sequence[str], ladder: str) -> list[str]:
    """What ``from_pretrained`` takes for each of several models that climb a ladder together.

    Raises:
        SaturateError: As by :func:`resolve`.
    """
    return [resolve(name, member, ladder) for member, name in enumerate(names)]


def resolve(name: str, member: int = 0, ladder: str | None = None) -> str:
    """What ``from_pretrained`` takes for a model name.

    Args:
        name: ``seed``, a local folder, a hub id, or that of a model of servers, which stays.
        member: Which of several seed models, for voters that are models.
        ladder: What it is wanted for; several seed models may ship, each for other ladders.

    Raises:
        SaturateError: A folder without a whole model, or a name that is neither folder nor hub id.
    """
    if is_remote(name):
        return name
    if name == SEED_MODEL:
        return str(seed_folder(member, ladder))
    folder = Path(name).expanduser()
    if folder.is_dir():
        check_model_folder(folder)
        return str(folder)
    if name.count("/") != 1 or name.startswith((".", "/", "~")):
        raise SaturateError(
            f"Model {name!r} is no folder here and no hub id (owner/name). "
            f"Did you mean {SEED_MODEL!r}, the embedded model?"
        )
    return name
