"""gongkai doctor: a sentence for each thing, exit 1 where something has to be done."""

import shutil

import pytest
from typer.testing import CliRunner

from loaders.cli import doctor
from loaders.cli.commands import app
from loaders.language.words import say
from loaders.store.versions import shipped


def run(store: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["doctor", "--store", str(store), "--lang", "en"])
    return done.exit_code, done.output


def test_a_machine_that_is_well_says_so():
    code, said = run(shipped("demo"))
    assert code == 0, said
    assert "The store is whole" in said


def test_an_empty_store_is_told_from_a_damaged_one(tmp_path):
    code, said = run(tmp_path / "none")
    assert code == 0
    assert "Nothing has been read" in said
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "manifest.json").write_text("{", encoding="utf-8")
    code, said = run(tmp_path / "damaged")
    assert code == 1
    assert "damaged" in said


def test_too_little_room_is_ill(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "_ROOM", 1 << 60)
    code, said = run(tmp_path)
    assert code == 1
    assert say("doctor.disk.ill", "en", free="", path="").split(":")[1].strip() in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_finding_has_its_words(lang, tmp_path):
    for name, state, words in doctor.findings(tmp_path):
        assert say(f"doctor.{name}.{state}", lang, **words)


def test_a_damaged_file_of_a_store_is_named(tmp_path):
    copied = tmp_path / "store"
    shutil.copytree(shipped("demo"), copied)
    victim = next(copied.rglob("*.parquet"))
    victim.write_bytes(victim.read_bytes()[:-9])
    code, said = run(copied)
    assert code == 1
    assert "store repair" in said
