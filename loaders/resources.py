"""The name of a shipped file or folder → its path, in a checkout and in an installed package alike."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped_path(name: str) -> Path:
    """The path of a file or folder of `data/`; in a wheel it lies inside the package. It may not exist."""
    inside = _PACKAGE / "data" / name
    return inside if inside.exists() else _PACKAGE.parent / "data" / name
