"""gongkai bundle: this program → a folder that installs it without a network; gongkai sbom: a list of all that it is made of."""

import json
import platform as machine
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from loaders.cli.common import LANG, LangOption, err, opened, out
from loaders.delivery.platforms import PLATFORMS, PYTHONS
from loaders.language.words import say

_MEGABYTE = 1 << 20
_HERE = f"{sys.version_info.major}.{sys.version_info.minor}"


def this_platform() -> str:
    """The name of the platform that this is, or of the one nearest to it."""
    arm = machine.machine().lower() in ("aarch64", "arm64")
    if sys.platform == "win32":
        return "windows"
    if sys.platform == "darwin":
        return "macos-arm64" if arm else "macos-x86_64"
    return "linux-aarch64" if arm else "linux-x86_64"


def bundle(
    to: Annotated[Path, typer.Argument(metavar="FOLDER", help=say("cli.opt.bundle", LANG))],
    platform: Annotated[str, typer.Option("--platform", help=say("cli.opt.platform", LANG))] = this_platform(),
    python: Annotated[str, typer.Option("--python", help=say("cli.opt.python", LANG))] = _HERE,
    extras: Annotated[list[str] | None, typer.Option("--extra", help=say("cli.opt.extra", LANG))] = None,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: written; 2: nothing was."""
    from loaders.delivery.bundle import bundle as write
    from loaders.delivery.elsewhere import PipFailed

    for key, given, known in (("platform", platform, tuple(PLATFORMS)), ("python", python, PYTHONS)):
        if given not in known:
            _fail(say(f"cli.bundle.{key}", lang, given=given, known=", ".join(known)))
    try:
        made = write(to, platform, python, tuple(extras or ()), _now())
    except PipFailed as fault:
        _fail(say("cli.bundle.pip", lang, error=fault))
    except FileExistsError:
        _fail(say("cli.bundle.there", lang, path=to))
    except OSError as error:
        _fail(say("cli.cannot_write", lang, path=to, error=error.strerror or error))
    else:
        size = f"{made.length / _MEGABYTE:,.0f}"
        out.print(Text(say("cli.bundle.done", lang, path=to, n=made.wheels, size=size, installer=made.installer.name)))


def sbom(
    to: Annotated[str, typer.Option("--out", help=say("cli.opt.out", LANG))] = "-",
    lang: LangOption = LANG,
) -> None:
    """Exit 0: written; 2: nothing could be done."""
    from loaders.delivery.program import NAME, extras_here
    from loaders.delivery.sbom import cyclonedx, installed

    packages = installed(NAME, extras_here())
    content = json.dumps(cyclonedx(packages, NAME, _now()), indent=1, ensure_ascii=False)
    try:
        with opened(to, in_parts=True) as file:
            file.write(content.encode() + b"\n")
    except OSError as error:
        _fail(say("cli.cannot_write", lang, path=to, error=error.strerror or error))
    if to != "-":
        err.print(say("cli.sbom.done", lang, path=to, n=len(packages)))


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _fail(message: str) -> None:
    err.print(Text(message, style="red"), soft_wrap=True)
    raise typer.Exit(2)
