"""The base dependencies → exit 0 if every platform of offices has wheels of all, none for a glibc later than 2.28.

Resolves without downloading wheels, as pip would on the other machine: every Python on the commonest platform, the oldest on all,
the newest on Windows as well. Says so, and exits with 0, where no package index answers.
"""

import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from loaders.delivery.elsewhere import PipFailed, pip
from loaders.delivery.platforms import PLATFORMS, PYTHONS

DEPENDENCIES = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
TRIED = [("linux-x86_64", python) for python in PYTHONS]
TRIED += [(name, PYTHONS[0]) for name in PLATFORMS if name != "linux-x86_64"] + [("windows", PYTHONS[-1])]


def resolved(platform: str, python: str, wanted: list[str]) -> str | None:
    """What has no wheel there, in pip's words; None if all have one."""
    with tempfile.TemporaryDirectory() as nowhere:
        try:
            pip(platform, python, "install", "--dry-run", "--ignore-installed", f"--target={nowhere}", *wanted)
        except PipFailed as fault:
            return " ".join(word for word in str(fault).split() if "://" not in word)
    return None


start = time.monotonic()
if resolved("linux-x86_64", PYTHONS[0], ["pip"]):
    print("no package index answers here: the platforms were not resolved")
    sys.exit()
with ThreadPoolExecutor(2) as threads:
    faults = list(threads.map(lambda tried: resolved(*tried, DEPENDENCIES), TRIED))
for (platform, python), fault in zip(TRIED, faults, strict=True):
    print(f"{platform:14} Python {python}: {fault or 'all wheels'}")
print(f"{len(TRIED)} platforms and versions, {time.monotonic() - start:.0f} s")
sys.exit(any(faults))
