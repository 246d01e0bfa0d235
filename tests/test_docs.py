"""What is documented is there, and what is there is documented: commands, options, settings, rules, metrics, extras, rooms."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from helpers import ROOT
from test_imports import PAGES, ROOMS
from typer.main import get_command

from loaders import settings
from loaders.cli.commands import app
from loaders.form.metrics import METRICS
from loaders.form.rules import RULES
from loaders.form.vocabulary import ALL_SECTIONS
from loaders.language.words import CATALOGUE
from loaders.output.package.dictionary import columns
from loaders.output.package.package import TABLES, parts_of
from loaders.store.versions import open_store, shipped


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, set[str]]]:
    """Each command by its words, with its options and arguments."""
    if hasattr(command, "commands"):
        for name, child in command.commands.items():
            yield from commands(child, (*path, name))
    else:
        yield " ".join(path), {p.opts[0] if p.param_type_name == "option" else p.name.upper() for p in command.params}


COMMANDS = dict(commands(get_command(app)))


def rows(name: str, heading: str) -> set[str]:
    """The ids in the first column of the tables below a heading."""
    part = text(name).split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `([^`]+)` ", part, re.MULTILINE))


def test_every_command_has_its_section_and_no_other():
    assert set(re.findall(r"^## `gongkai (.+)`$", text("loaders/cli/README.md"), re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_has_its_row(name):
    assert rows("loaders/cli/README.md", f"`gongkai {name}`") == COMMANDS[name]


def test_commands_of_the_readmes_exist():
    named = re.findall(r"gongkai ([a-z]+)", text("README.md"))
    assert len(named) > 5
    assert set(named) <= {c.split()[0] for c in COMMANDS}


def test_every_rule_has_its_row():
    assert rows("loaders/form/README.md", "Rules") == {r.id for r in RULES}


def test_every_metric_has_its_row():
    assert rows("loaders/form/README.md", "Metrics") == {m.id for m in METRICS}


def test_every_setting_is_documented():
    names = {v for k, v in vars(settings).items() if k.isupper() and isinstance(v, str)}
    assert names
    assert set(re.findall(r"GONGKAI_[A-Z_]+", text("CONTRIBUTING.md"))) == names


def test_every_extra_is_documented():
    extras = set(tomllib.loads(text("pyproject.toml"))["project"]["optional-dependencies"])
    assert set(re.findall(r"gongkai\[(\w+)\]", text("README.md"))) | {"test"} == extras


def test_every_room_is_drawn():
    drawn = text("loaders/README.md").split("```")[1]
    assert {r.removeprefix("loaders.") for r in ROOMS if r.startswith("loaders.")} <= set(re.findall(r"\w+", drawn))
    assert {r.removeprefix("pages.shared.") for r in ROOMS if r.startswith("pages.shared.")} == set(
        re.findall(r"^shared/(\w+)", text("pages/README.md").split("```")[1], re.MULTILINE)
    )


def test_every_page_is_a_folder():
    assert {p.name for p in (ROOT / "pages").iterdir() if p.is_dir() and p.name[0] not in "._"} - {"shared"} == set(
        PAGES
    )


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "loaders/README.md", "pages/README.md", "tests/README.md"])
def test_files_that_are_named_are_there(page):
    named = re.findall(
        r"`((?:loaders|pages|tests|data|form|store|reading|language|query|checks|cli)/[\w/.]+\.\w+)`", text(page)
    )
    missing = [n for n in named if not any((ROOT / base / n).exists() for base in (".", "loaders", "pages", "tests"))]
    assert named
    assert not missing


@pytest.mark.parametrize("table", TABLES)
def test_every_column_of_a_package_is_described(table):
    for column in columns(table, next(parts_of(open_store(shipped("sample")), table, "zh")).schema):
        assert column.meaning("zh"), column
        assert column.source("zh"), column


def test_issues_of_every_section_have_words_in_ledger_and_papers():
    assert {f"{family}.{s}" for family in ("ledger.issue", "papers.part") for s in ALL_SECTIONS} <= set(CATALOGUE)
