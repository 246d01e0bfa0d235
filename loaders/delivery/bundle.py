"""A platform and a version of Python → a folder that installs the program there without any network.

The folder holds all wheels, their hashes as a file of requirements, pip itself, a script that installs, a note and an SBOM.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from loaders.delivery.elsewhere import pip
from loaders.delivery.platforms import PLATFORMS
from loaders.delivery.program import NAME, write_wheel
from loaders.delivery.sbom import cyclonedx, in_wheels
from loaders.resources import shipped_path

WHEELS = "wheels"
REQUIREMENTS = "requirements.txt"
_INSTALLERS = {"windows": "install.bat"}
_ELSE = "install.sh"


class Bundle(NamedTuple):
    """A folder that was written: how many wheels, their bytes, and the script that installs them."""

    wheels: int
    length: int
    installer: Path


def bundle(to: Path, platform: str, python: str, extras: Iterable[str], created: str) -> Bundle:
    """Writes the folder, which must not be there or be empty; raises PipFailed, OSError.

    platform: one of `PLATFORMS`; python: as in 3.11; extras: of the program. Nothing is left behind where that fails.
    """
    to.mkdir(parents=True, exist_ok=True)
    if any(to.iterdir()):
        raise FileExistsError(to)
    with tempfile.TemporaryDirectory(dir=to, prefix=".") as work:
        wheels = Path(work) / WHEELS
        wheels.mkdir()
        program = write_wheel(wheels)
        wanted = f"{program}[{','.join(extras)}]" if tuple(extras) else str(program)
        pip(platform, python, "download", "--dest", str(wheels), wanted, "pip")
        (Path(work) / REQUIREMENTS).write_text(requirements(wheels), encoding="utf-8", newline="\n")
        answers = {**PLATFORMS[platform].markers, "python_version": python, "python_full_version": f"{python}.0"}
        listed = cyclonedx(in_wheels(wheels, answers), NAME, created)
        (Path(work) / "sbom.json").write_text(json.dumps(listed, indent=1), encoding="utf-8", newline="\n")
        installer = _installer(Path(work), platform, python)
        _note(Path(work), platform, python, program, installer.name)
        for made in Path(work).iterdir():
            shutil.move(made, to / made.name)
    found = list((to / WHEELS).iterdir())
    return Bundle(len(found), sum(f.stat().st_size for f in found), to / installer.name)


def requirements(wheels: Path) -> str:
    """Each wheel but pip's as a requirement with its hash: pip then takes these bytes and no others."""
    lines = []
    for wheel in sorted(wheels.glob("*.whl")):
        name, version, *_ = wheel.name.split("-")
        if name != "pip":
            lines.append(f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n")
    return "".join(lines)


def _installer(folder: Path, platform: str, python: str) -> Path:
    name = _INSTALLERS.get(platform, _ELSE)
    script = shipped_path(f"bundle/{name}").read_text(encoding="utf-8")
    path = folder / name
    system, _, machine = platform.partition("-")
    words = {
        "@PYTHON@": python,
        "@SYSTEM@": {"linux": "Linux", "macos": "Darwin"}.get(system, ""),
        "@MACHINE@": machine,
    }
    for word, value in words.items():
        script = script.replace(word, value)
    path.write_text(script, encoding="utf-8", newline="\r\n" if name.endswith(".bat") else "\n")
    path.chmod(0o755)
    return path


def _note(folder: Path, platform: str, python: str, program: Path, installer: str) -> None:
    """A note in Chinese, with the mark by which Windows' editors know UTF-8."""
    note = shipped_path("bundle/README.txt").read_text(encoding="utf-8")
    version = program.name.split("-")[1]
    for word, value in {
        "@PLATFORM@": platform,
        "@PYTHON@": python,
        "@VERSION@": version,
        "@INSTALLER@": installer,
    }.items():
        note = note.replace(word, value)
    (folder / "README.txt").write_text(note, encoding="utf-8-sig", newline="\r\n")
