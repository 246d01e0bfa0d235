"""One document of an intake → what was read, laid out as the printed form, with its issues and what it would change."""

import streamlit as st

from loaders.ingest.intake.folder import Intake
from loaders.ingest.intake.preview import Preview
from loaders.store.versions import Store
from pages.add.data import key_of
from pages.shared.frame.page_params import choose
from pages.shared.frame.question import Question


def draw_document(question: Question, intake: Intake, store: Store, preview: Preview, keys: list[str]) -> None:
    """The document that is chosen, one of those with the keys."""
    if not keys:
        return
    rows = {key_of(r["document"], r["source"]): r for r in preview.documents.iter_rows(named=True)}
    key = choose(
        st, "document", question.say("add.look"), keys, keys[0], lambda k: str(rows[k]["source"]) if k in rows else k
    )
    st.write(rows[key]["source"])
