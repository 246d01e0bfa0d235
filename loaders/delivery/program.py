"""The installed program → its wheel: out of what was installed, or built anew in a checkout."""

import base64
import csv
import hashlib
import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

from loaders.delivery.elsewhere import PipFailed, why

NAME = "gongkai"
_CHECKOUT = Path(__file__).resolve().parents[2]
_OF_THE_INSTALLER = ("INSTALLER", "REQUESTED", "RECORD", "direct_url.json")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of all members, so that the same program gives the same wheel."""


def write_wheel(folder: Path) -> Path:
    """Writes the wheel into a folder; raises PipFailed where a checkout cannot be built."""
    if (_CHECKOUT / "pyproject.toml").exists():
        return _built(folder)
    return repacked(distribution(NAME), folder)


def repacked(program: Distribution, folder: Path) -> Path:
    """Writes the wheel of an installed package that is the same on all platforms, into a folder."""
    name = f"{program.metadata['Name']}-{program.version}"
    path = folder / f"{name}-py3-none-any.whl"
    record = io.StringIO()
    lines = csv.writer(record, lineterminator="\n")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for member, content in _members(program):
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            lines.writerow((member, f"sha256={digest}", len(content)))
            wheel.writestr(zipfile.ZipInfo(member, _EPOCH), content, zipfile.ZIP_DEFLATED)
        lines.writerow((f"{name}.dist-info/RECORD", "", ""))
        wheel.writestr(zipfile.ZipInfo(f"{name}.dist-info/RECORD", _EPOCH), record.getvalue())
    return path


def _members(program: Distribution) -> Iterator[tuple[str, bytes]]:
    """What the wheel was made of: neither what was written when it was installed nor what Python compiled."""
    for file in program.files or ():
        made_here = file.parts[0] == ".." or "__pycache__" in file.parts
        if not made_here and not (file.parent.suffix == ".dist-info" and file.name in _OF_THE_INSTALLER):
            yield file.as_posix(), Path(str(file.locate())).read_bytes()


def _built(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(_CHECKOUT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PipFailed(why(done.stderr))
    return next(folder.glob(f"{NAME}-*.whl"))


def extras_here() -> list[str]:
    """The extras of the program of which all that they need is installed; not those of its developers."""
    program = distribution(NAME)
    return [e for e in program.metadata.get_all("Provides-Extra") or () if e != "test" and _complete(program, e)]


def _complete(program: Distribution, extra: str) -> bool:
    wanted = [Requirement(text) for text in program.requires or ()]
    needed = [
        w for w in wanted if w.marker and not w.marker.evaluate({"extra": ""}) and w.marker.evaluate({"extra": extra})
    ]
    try:
        return all(distribution(w.name) for w in needed)
    except PackageNotFoundError:
        return False
