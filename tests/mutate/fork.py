"""Tests, and a faulty module if any → how they end, in a process of their own that starts with the libraries loaded."""

import importlib
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Collection, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType

import pytest

from tests.mutate.mutants import ROOT, Mutant

_LIBRARIES = (
    "dataframely", "docx", "hypothesis", "openpyxl", "opencc", "playwright.sync_api", "plotly.graph_objects", "polars",
    "polars.testing", "pypinyin", "reportlab.pdfgen.canvas", "selectolax.lexbor", "streamlit.testing.v1", "typer.testing",
)  # fmt: skip
"""None of them starts a thread when it is imported: a process that has threads must not fork."""
_PATIENCE = 30
"""Seconds of computing that every run is given; beyond that, ten times what its tests took without a fault."""


def load_libraries() -> None:
    for name in _LIBRARIES:
        importlib.import_module(name)


class Pick:
    """Of what is collected, some tests."""

    def __init__(self, tests: Collection[str]) -> None:
        self.tests = set(tests)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [i for i in items if i.nodeid in self.tests]


def run(arguments: Sequence[str], plugins: Sequence[object], seconds: float, mutant: Mutant | None = None) -> str:
    """Runs pytest in a child → passed, failed or late.

    seconds: what the tests took without a fault. Raises where pytest could not start.
    """
    with tempfile.TemporaryDirectory() as folder:
        child = os.fork()
        if not child:
            _in_child(arguments, plugins, seconds, mutant, folder)
        _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code in (-signal.SIGXCPU, -signal.SIGALRM):
        return "late"
    if code == pytest.ExitCode.NO_TESTS_COLLECTED and mutant:
        return "passed"
    if code > pytest.ExitCode.INTERRUPTED:
        raise RuntimeError(f"pytest ended with {code}: {' '.join(arguments)}")
    return "failed" if code else "passed"


def _in_child(
    arguments: Sequence[str], plugins: Sequence[object], seconds: float, mutant: Mutant | None, folder: str
) -> None:
    code = 70
    try:
        os.chdir(ROOT)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nothing, stream)
        limit = int(_PATIENCE + 10 * seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
        signal.alarm(20 * limit)
        os.environ["SEED"] = "1"
        if mutant:
            sys.meta_path.insert(0, _Faulty(mutant))
        common = ["-p", "no:cacheprovider", "--hypothesis-seed=1", f"--basetemp={folder}/tests"]
        code = int(pytest.main([*arguments, *common], plugins=list(plugins)))
    finally:
        os._exit(code)


class _Faulty(MetaPathFinder):
    """Finds the faulty module in place of the sound one."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.name = mutant.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self.name:
            return None
        file = str(ROOT / self.mutant.path)
        return spec_from_file_location(name, file, loader=_Loader(self.mutant.source, name, file))


class _Loader(SourceFileLoader):
    def __init__(self, source: str, name: str, file: str) -> None:
        super().__init__(name, file)
        self.source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec")
