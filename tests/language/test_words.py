"""The catalogue: both languages, the same braces, no key missing and none forgotten."""

import errno
import os
import re
import string
import time

import pytest
from helpers import ROOT

from loaders.bodies.kinds import KINDS
from loaders.form.metrics import METRICS
from loaders.language.words import CATALOGUE, official, say, time_text

SOURCE = "".join(
    p.read_text(encoding="utf-8") for folder in ("loaders", "pages") for p in (ROOT / folder).rglob("*.py")
)


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("lang", "said"), [("zh", "磁盘空间已满"), ("en", "No space left on device")])
def test_what_the_system_says_of_a_failure_is_said_in_the_users_language(lang, said):
    """Python has it in English, whatever the language of the system."""
    fault = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    text = say("cli.cannot_write", lang, path="/a", error=fault.strerror)
    assert text.endswith(said)


def test_a_time_is_shown_by_the_clock_of_the_machine_to_the_minute(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert time_text("2026-02-28T16:30:59+00:00") == "2026-03-01 00:30"
        assert time_text("long ago") == "long ago"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_both_languages_have_the_same_braces():
    assert any(braces(zh) for zh, _ in CATALOGUE.values())
    for key, (zh, en) in CATALOGUE.items():
        assert zh, key
        assert en, key
        assert braces(zh) == braces(en), key


def test_no_key_stands_twice():
    files = [p.read_text(encoding="utf-8") for p in (ROOT / "loaders" / "language" / "catalogue").rglob("*.py")]
    keys = [key for text in files for key in re.findall(r'^    "([a-z_]+\.[a-z_.0-9]+)": \(', text, re.MULTILINE)]
    assert len(keys) > len(CATALOGUE) / 2
    assert not {key for key in keys if keys.count(key) > 1}


def test_every_key_in_the_code_is_in_the_catalogue():
    used = set(re.findall(r'say\(\s*"([a-z_]+\.[a-z_.0-9]+)"', SOURCE))
    assert used
    assert used <= set(CATALOGUE)


def test_every_text_is_used():
    families = set(re.findall(r'(?:say|text|_say)\(\s*f"([a-z_.]+?)\.?\{', SOURCE))
    assert families
    assert CATALOGUE
    for key in CATALOGUE:
        head = key.rsplit(".", 1)[0]
        assert f'"{key}"' in SOURCE or head in families or key.split(".")[0] in families, key


def test_english_has_no_chinese_but_names_of_the_form():
    allowed = ("lang.", "frame.language")
    english = {key: en for key, (_, en) in CATALOGUE.items() if not key.startswith(allowed)}
    assert english
    assert not {key: en for key, en in english.items() if re.search(r"[\u4e00-\u9fff]", en)}


def test_kinds_have_names_and_unique_ids():
    assert len({k.id for k in KINDS}) == len(KINDS)
    assert all(k.zh and k.en for k in KINDS)
    assert 55 <= len(KINDS) <= 80


def test_metrics_are_sums_of_cells_of_one_section():
    sections = {m.id: {c.split(".")[0] for c in m.cells} for m in METRICS}
    assert sections
    assert sections == {m.id: {m.section} for m in METRICS}


def test_whatever_told_an_identity_has_a_name():
    for source in ("title", "publisher", "preamble", "address", "mention", "period", "subject", "published", "facts"):
        assert f"source.{source}" in CATALOGUE


def test_the_form_s_own_words_are_there_for_what_english_shows():
    assert official("requests.granted.total") == "予以公开 · 总计"
    assert official("disclosure_rate") == "公开率"
    assert official("year") is None
