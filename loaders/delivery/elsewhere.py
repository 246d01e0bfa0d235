"""A platform, a version of Python and arguments of pip → pip, which resolves as if it ran there.

pip takes the wheels of another platform, but asks markers such as `sys_platform == "win32"` of the machine that it runs on,
and would leave out what only Windows needs. A process of its own gives it the answers of the other machine before it starts.
"""

import importlib
import os
import subprocess
import sys
from collections.abc import Sequence

from loaders.delivery.platforms import PLATFORMS


class PipFailed(Exception):
    """pip could not do it; with the last line in which it says why."""


def pip(platform: str, python: str, command: str, *arguments: str) -> None:
    """Runs `pip download` or `pip install --dry-run` for a platform of `PLATFORMS`; raises PipFailed."""
    targets = [f"--platform={tag}" for tag in PLATFORMS[platform].tags]
    options = ["--quiet", "--only-binary=:all:", "--implementation=cp", f"--python-version={python}", *targets]
    run = [sys.executable, "-P", "-m", "loaders.delivery.elsewhere", platform, python]
    done = subprocess.run(
        [*run, command, *options, *arguments], capture_output=True, text=True, check=False, env=_environment()
    )
    if done.returncode:
        raise PipFailed(why(done.stderr))


def _environment() -> dict[str, str]:
    """Where the program lies, for a process that does not look into the folder that the user is in."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}


def why(errors: str) -> str:
    """The line in which pip says what is the matter."""
    lines = [line.strip() for line in errors.splitlines() if line.strip() and not line.startswith("WARNING")]
    said = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return (said or lines or ["pip"])[-1]


def main(arguments: Sequence[str] = sys.argv[1:]) -> None:
    """Runs pip in this process; arguments: platform, version of Python, those of pip."""
    platform, python, *rest = arguments
    answers = {**PLATFORMS[platform].markers, "python_version": python, "python_full_version": f"{python}.0"}
    markers = importlib.import_module("pip._vendor.packaging.markers")
    here = markers.default_environment()
    markers.default_environment = lambda: {**here, **answers}  # type: ignore[attr-defined]  # a module has none by type
    sys.exit(importlib.import_module("pip._internal.cli.main").main(rest))


if __name__ == "__main__":
    main()
