"""A language and a store → the page: a draft is handed in, judged, printed, and gone with the page."""

import streamlit as st

from loaders.language.numbers import escape_markdown
from loaders.language.words import number, say
from loaders.precheck.drafts import Draft
from loaders.precheck.sentences import headline
from loaders.precheck.verdict import Verdict, verdicts
from loaders.store.versions import Store
from pages.precheck.correcting import draw_correction
from pages.precheck.handing import draw_handing
from pages.precheck.paper import draw_verdict
from pages.shared.frame.changes import changes_allowed
from pages.shared.frame.session import DRAFTS


def draw_desk(lang: str, store: Store | None) -> None:
    """The page from its head to its last line; store: for the reports on the year before, None if none is to be read."""
    st.title(say("menu.precheck", lang), anchor=False)
    if store and store.synthetic:
        st.warning(say("page.synthetic", lang), icon=":material/science:")
    st.markdown(say("precheck.answer", lang))
    if not changes_allowed("precheck"):
        st.warning(say("files.forbidden", lang), icon=":material/lock:")
        st.stop()
    drafts = draw_handing(lang)
    if drafts:
        found = _verdicts(drafts, store, lang)
        shown = _choose(found, lang)
        at = next(n for n, draft in enumerate(drafts) if draft is shown.draft)
        draft = draw_correction(shown.draft, lang)
        if draft:
            # Whatever was judged by what it said before is judged anew.
            drafts[at] = draft
            st.session_state[DRAFTS]["key"] = None
            st.rerun()
        draw_verdict(shown, lang)
    st.caption(say("precheck.gone" if store else "precheck.gone.alone", lang))


def _verdicts(drafts: list[Draft], store: Store | None, lang: str) -> list[Verdict]:
    """The verdicts on what was handed in, kept with it."""
    kept = st.session_state[DRAFTS]
    key = lang, str(store.path) if store else "", store.build if store else ""
    if kept.get("key") != key:
        kept["key"], kept["verdicts"] = key, verdicts(drafts, store, lang)
    found: list[Verdict] = kept["verdicts"]
    return found


def _choose(found: list[Verdict], lang: str) -> Verdict:
    """The verdict to show, by a box where there are several."""
    if len(found) == 1:
        return found[0]
    wrong = sum(v.outcome in ("error", "rejected") for v in found)
    st.markdown(escape_markdown(say("precheck.several", lang, n=number(len(found)), wrong=number(wrong))))
    labels = [say("precheck.choice", lang, name=v.draft.name, outcome=headline(v, lang)) for v in found]
    at = st.selectbox(say("precheck.choose", lang), range(len(found)), format_func=labels.__getitem__)
    return found[at]
