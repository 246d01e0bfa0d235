"""Tests → which lines of the program each runs and how long it takes, kept by test file until that file changes."""

import ast
import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import coverage
import pytest

from tests.mutate import fork
from tests.mutate.mutants import ROOT, Mutant

_FOLDER = ROOT / ".mutate"
_WITHOUT = ("browser", "bench", "mutate", "test_cluster", "test_imports", "test_docs", "test_literals", "test_words")
"""Tests that run the program in other processes, or only read its text."""


@dataclass
class Record:
    """What the tests of a file do."""

    seconds: dict[str, float] = field(default_factory=dict)
    """Of computing, of each test that passed."""
    lines: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    """Module → line → tests, as their places in `seconds`."""
    sources: dict[str, str] = field(default_factory=dict)
    """Module → hash of its text when its lines were noted."""


def unknown() -> list[str]:
    """Test files that are new or changed since their lines were noted."""
    return [name for name in _test_files() if not _kept(name).exists()]


def note(name: str) -> str:
    """Runs the tests of a file and notes what they run."""
    _FOLDER.mkdir(exist_ok=True)
    for old in _FOLDER.glob(f"{name.replace('/', '.')}.*.json"):
        old.unlink()
    fork.run([name, "-q"], [_Recorder(_kept(name))], seconds=600)
    return name


def records() -> list[Record]:
    return [Record(**json.loads(_kept(name).read_text(encoding="utf-8"))) for name in _test_files()]


def _test_files() -> list[str]:
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    names = [f.relative_to(ROOT) for f in files if not {*f.parts, f.stem} & set(_WITHOUT)]
    return [n.as_posix() for n in names]


def _kept(name: str) -> Path:
    """Where the record of a test file is kept, as long as the file does not change."""
    return _FOLDER / f"{name.replace('/', '.')}.{_hash(ROOT / name)}.json"


class _Recorder:
    """A plugin of pytest that notes each test's lines and seconds, and writes them down at the end."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.coverage = coverage.Coverage(data_file=None, source=[str(ROOT / "loaders")])
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()
        self.begun = 0.0

    def pytest_sessionstart(self) -> None:
        self.coverage.start()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self.coverage.switch_context(item.nodeid)
        self.begun = time.process_time()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] = round(time.process_time() - self.begun, 3)
        if not report.passed:
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        self.coverage.stop()
        data = self.coverage.get_data()
        names = {Path(f).relative_to(ROOT).as_posix(): f for f in data.measured_files()}
        passed = {t: s for t, s in self.seconds.items() if t not in self.failed}
        place = {t: i for i, t in enumerate(passed)}
        lines = {
            name: {str(n): [place[t] for t in tests if t in place] for n, tests in data.contexts_by_lineno(f).items()}
            for name, f in names.items()
        }
        record = Record(passed, lines, {name: _hash(Path(f)) for name, f in names.items()})
        self.file.write_text(json.dumps(record.__dict__), encoding="utf-8")


def covering(mutant: Mutant, found: list[Record]) -> Iterator[tuple[str, float]]:
    """Tests and their seconds: those that run the line, then those that run the module, each cheapest first.

    A line that runs when its module is imported, or whose result is cached, is in the hands of any test: the rest follow,
    first those of the room. Where the module has changed since its lines were noted, every test that runs it counts as one that runs the line.
    """
    span = _statement(mutant)
    room = mutant.path.split("/")[1]
    now = _hash(ROOT / mutant.path)
    ranked = []
    for record in found:
        by_line = record.lines.get(mutant.path, {})
        module = {i for tests in by_line.values() for i in tests}
        same = record.sources.get(mutant.path) == now
        line = {i for n, tests in by_line.items() if int(n) in span for i in tests} if same else module
        for i, (test, seconds) in enumerate(record.seconds.items()):
            rank = 0 if i in line else 1 if i in module else 2 if test.startswith(f"tests/{room}/") else 3
            ranked.append((rank, seconds, test))
    for _, seconds, test in sorted(ranked):
        yield test, seconds


def _statement(mutant: Mutant) -> range:
    """The lines of the innermost statement around a mutant; of a block's statement, its head."""
    line = mutant.span[0][0]
    best = range(line, line + 1)
    for node in ast.walk(ast.parse((ROOT / mutant.path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or line):
            body = getattr(node, "body", None)
            end = body[0].lineno if body else (node.end_lineno or line) + 1
            if line < end:
                best = range(node.lineno, max(end, node.lineno + 1))
    return best


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]
