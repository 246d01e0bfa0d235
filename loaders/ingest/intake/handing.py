"""Files that a user gives → an intake: their names made plain, their bytes kept."""

import hashlib
import re
import secrets
import time
from collections.abc import Iterable
from pathlib import Path

from loaders.ingest.intake.folder import Intake
from loaders.store.backends import Unwritable

MAX_FILES = 5000
MAX_BYTES = 1 << 30
"""Files that may be handed in at once, and their bytes together."""
_HIDDEN = ("~$", ".")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_LONGEST_NAME = 400


class Refused(Exception):
    """Files that are not taken: a reason of the catalogue and the words for its braces."""

    def __init__(self, reason: str, **words: object):
        super().__init__(reason, words)
        self.reason, self.words = reason, words


def hand_in(folder: Path, files: Iterable[tuple[str, bytes]]) -> Intake:
    """Keeps files in a new folder below `folder`; Refused where they are none, too many or too large together, or where the
    disk does not take them.
    """
    kept: dict[str, tuple[str, bytes]] = {}
    total = 0
    for given, data in files:
        name = clean_name(given)
        if not name:
            continue
        total += len(data)
        if len(kept) >= MAX_FILES:
            raise Refused("intake_too_many", most=MAX_FILES)
        if total > MAX_BYTES:
            raise Refused("intake_too_large", most=MAX_BYTES >> 20)
        kept[_free(name, data, kept)] = hashlib.sha256(data).hexdigest(), data
    if not kept:
        raise Refused("intake_empty")
    intake = Intake(folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(3)}")
    rows = sorted((name, sha256, len(data)) for name, (sha256, data) in kept.items())
    try:
        (intake.path / "files").mkdir(parents=True)
        for sha256, data in kept.values():
            Path(intake.content_path(sha256)).write_bytes(data)
        intake.save("handed", {"created": time.time(), "files": rows})
    except (OSError, Unwritable) as error:
        intake.remove()
        raise Refused("intake_not_kept", error=getattr(error, "strerror", None) or str(error)) from None
    return intake


def clean_name(given: str) -> str:
    """A file's name as a path of plain parts; empty for one that is hidden, as programs leave them beside documents."""
    parts = [p.strip() for p in _CONTROL.sub("", given.replace("\\", "/")).split("/")]
    parts = [p for p in parts if p not in ("", ".", "..")]
    if not parts or "__MACOSX" in parts or any(p.startswith(_HIDDEN) for p in parts):
        return ""
    return "/".join(parts)[-_LONGEST_NAME:].lstrip("/")


def _free(name: str, data: bytes, kept: dict[str, tuple[str, bytes]]) -> str:
    """The name, or one with a number where another file has it."""
    stem, dot, suffix = name.rpartition(".")
    numbered = name
    for n in range(2, MAX_FILES + 2):
        if numbered not in kept or kept[numbered][1] == data:
            break
        numbered = f"{stem} ({n}){dot}{suffix}" if stem else f"{name} ({n})"
    return numbered
