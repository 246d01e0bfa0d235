"""Nothing of a draft is left on the disk: neither after a check, nor after a crash in the middle of one."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers import ROOT, example, put, run

from loaders.precheck.drafts import in_memory, read_drafts
from loaders.synthetic.documents import html

CHECKING = """
import sys
from pathlib import Path
from loaders.precheck.drafts import in_memory, read_drafts
read_drafts([in_memory("draft.rtf", b"{\\\\rtf1 secret draft}")])
"""


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder for temporary files, empty; this process's and that of all that it starts."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    return folder


def left(folder: Path) -> list[Path]:
    # Folders vanish while they are listed: `walk` passes over these, `rglob` does not.
    found = ((Path(inside), [*folders, *files]) for inside, folders, files in os.walk(folder))
    return sorted(inside / name for inside, names in found for name in names)


def test_a_check_leaves_no_file_and_no_store(temporary, tmp_path):
    put(tmp_path / "in", "draft.html", example(reviews__review__upheld="10"))
    put(tmp_path / "in", "draft.rtf", "{\\rtf1 no report}")
    before = left(tmp_path)
    result = run("check", tmp_path / "in", "--store", tmp_path / "store")
    assert result.exit_code == 1
    assert left(tmp_path) == before
    assert left(temporary) == []


def test_a_reader_that_is_ended_leaves_no_file(temporary, tmp_path, monkeypatch):
    hanging(tmp_path, monkeypatch)
    drafts = read_drafts(
        [in_memory("draft.rtf", b"{\\rtf1 secret draft}"), in_memory("b.html", html(example()).encode())]
    )
    assert [d.document["reason"] for d in drafts] == ["libreoffice_failed", None]
    assert left(temporary) == []


def test_a_server_that_is_killed_leaves_no_file(temporary, tmp_path, monkeypatch):
    traces = hanging(tmp_path, monkeypatch, seconds=1000)
    with subprocess.Popen([sys.executable, "-c", CHECKING], cwd=ROOT) as process:
        while not traces.exists():
            assert process.poll() is None
            time.sleep(0.05)
        assert [p for p in left(temporary) if p.name == "source.rtf"]
        process.kill()
    while left(temporary):
        time.sleep(0.05)
    while running(int(traces.read_text())):
        time.sleep(0.05)


def running(program: int) -> bool:
    try:
        return Path(f"/proc/{program}/stat").read_text().rsplit(") ", 1)[1][0] != "Z"
    except FileNotFoundError:
        return False


def hanging(tmp_path: Path, monkeypatch, seconds: int = 1) -> Path:
    """A LibreOffice that writes nothing for a time, and then ends; the file in which it leaves its number."""
    traces = tmp_path / "program"
    script = f'#!/bin/sh\necho $$ > "{traces}.new"\nmv "{traces}.new" "{traces}"\nexec "{sys.executable}" -c "import time; time.sleep({seconds})" "$@"\n'
    put(tmp_path / "bin", "soffice", script).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return traces
