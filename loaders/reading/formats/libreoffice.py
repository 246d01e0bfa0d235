"""Files in formats that only office programs read → the same in Office Open XML, by LibreOffice where it is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from loaders.reading.formats.document import Document
from loaders.reading.formats.word import read_word
from loaders.reading.formats.workbook import read_workbook
from loaders.text.errors import Unreadable

TEXTS = ("doc", "odt", "rtf", "wps")
WORKBOOKS = ("ods", "xlsb")
"""The formats that are read this way, into a Word file or a workbook."""
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_SECONDS = 90
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""
"""A profile in which no macro runs, no link is followed, and the network is a proxy that does not answer."""


def program() -> str | None:
    """The path of LibreOffice, None if it is not installed."""
    found = (shutil.which(name) for name in ("soffice", "libreoffice"))
    return next((p for p in found if p), None) or next((p for p in _PLACES if Path(p).is_file()), None)


def read_foreign(data: bytes, format: str) -> Document:
    """A file in one of these formats; raises Unreadable if LibreOffice is missing, fails, or takes too long."""
    if format in TEXTS:
        return read_word(_converted(data, format, "docx"), format)
    return read_workbook(_converted(data, format, "xlsx"), format)


def _converted(data: bytes, format: str, target: str) -> bytes:
    path = program()
    if path is None:
        raise Unreadable("needs_libreoffice", format=format, target=target)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        source = folder / f"source.{format}"
        source.write_bytes(data)
        _run(path, folder, source, target, format)
        made = folder / "made" / f"source.{target}"
        if not made.is_file():
            raise Unreadable("libreoffice_failed", format=format, target=target)
        return made.read_bytes()


def _run(path: str, folder: Path, source: Path, target: str, format: str) -> None:
    command = [
        path, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nologo",
        "--nolockcheck", "--convert-to", target, "--outdir", str(folder / "made"), str(source),
    ]  # fmt: skip
    group = {"start_new_session": True} if os.name == "posix" else {}
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **group
    ) as process:  # type: ignore[call-overload]
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            raise Unreadable("libreoffice_failed", format=format, target=target) from None
        finally:
            # The program is a script that starts others: they end together.
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL) if os.name == "posix" else process.kill()
