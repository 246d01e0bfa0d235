"""A store, a division and a year → the compiled form as a Word draft or a workbook."""

from datetime import date

from loaders.language.words import say
from loaders.output.compiled.remarks import remarks
from loaders.output.compiled.word import write_form
from loaders.output.compiled.workbook import write_book
from loaders.query.compiled import compiled
from loaders.query.coverage import has_roster
from loaders.query.snapshot import Snapshot

FORMATS = {"docx": write_form, "xlsx": write_book}


def make_form(snapshot: Snapshot, division: str, year: int, format: str, lang: str, on: date) -> bytes:
    """The file's bytes; format: one of `FORMATS`; on: the day of which it is, by which reports are due or not."""
    form = compiled(snapshot, division, year, on)
    notes = remarks(form, not has_roster(snapshot), snapshot.build, lang, on)
    synthetic = say("package.synthetic", lang) if snapshot.store.synthetic else ""
    return FORMATS[format](form, notes, synthetic, lang)
