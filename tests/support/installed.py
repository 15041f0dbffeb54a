"""A package with a ladder that looks installed: a module beside its entry point."""

from pathlib import Path


def install_ladder(folder: Path, name: str, source: str, kind: str) -> None:
    """Write a module whose class ``kind`` is the ladder of that name."""
    module = name.replace("-", "_")
    (folder / f"{module}.py").write_text(source)
    facts = folder / f"{module}-1.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    (facts / "entry_points.txt").write_text(f"[saturate.ladders]\n{name} = {module}:{kind}\n")
