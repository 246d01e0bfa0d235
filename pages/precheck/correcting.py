"""What a user says of a draft whose body, place or year was not read as it is → the draft with that set; nothing is kept."""

from datetime import date

import streamlit as st

from loaders.ingest.overrides import FIRST_YEAR, VALUES, Override, fault
from loaders.language.words import say
from loaders.places.gazetteer import full_names
from loaders.precheck.drafts import Draft, corrected


def draw_correction(draft: Draft, lang: str) -> Draft | None:
    """The boxes, open where it is not known whose report it is; the draft as it is corrected in this run."""
    row = draft.document
    if row["digest"] is None:
        return None
    unclear = row["body_id"] is None or row["year"] is None
    with st.expander(say("precheck.correct", lang), icon=":material/edit_note:", expanded=unclear):
        with st.form(f"precheck_correct_{row['document'][:16]}", border=False):
            said = _boxes(draft, lang)
            sent = st.form_submit_button(say("precheck.correct.do", lang))
        if not sent:
            return None
        nothing = all(getattr(said, v) is None for v in VALUES)
        wrong = None if nothing else fault(said)
        if wrong:
            st.error(say(f"settle.{wrong.reason}", lang, **wrong.words), icon=":material/error:")
            return None
        return corrected(draft, said)


def _boxes(draft: Draft, lang: str) -> Override:
    row, as_read = draft.document, say("change.as_read", lang)
    left, middle, right = st.columns([3, 3, 2])
    agency = left.text_input(
        say("change.body", lang), row["told_agency"] or "", placeholder=row["body"] or row["agency"]
    )
    names, told = full_names(), row["told_place"]
    places = [told, *(n for n in names if n != told)] if told else list(names)
    place = middle.selectbox(
        say("change.place", lang), places, 0 if told else None, placeholder=say("change.choose", lang)
    )
    years = [None, *range(date.today().year, FIRST_YEAR - 1, -1)]
    year = right.selectbox(
        say("change.year", lang), years, years.index(row["told_year"]),
        format_func=lambda y: as_read if y is None else str(y),
    )  # fmt: skip
    return Override(agency=agency.strip() or None, place=place, year=year)
