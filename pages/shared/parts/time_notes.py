"""The notes on the time axis that a page's charts draw, and the words that stand beside them."""

from collections.abc import Sequence

from loaders.query.timeline import TimeNote, time_notes
from pages.shared.charts.timeline import notes_text
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question


def notes_of(question: Question) -> tuple[TimeNote, ...]:
    """The notes about the places of the filters."""
    return cached(time_notes, question.filters)


def time_note_words(question: Question, years: Sequence[int]) -> str:
    """Those that lie in some years, in words; empty where none does."""
    return notes_text(notes_of(question), years, question.lang)
