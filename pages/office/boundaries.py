"""The office's boundaries → they are seen, replaced by a file that gives a map, downloaded, and put back as they were."""

from datetime import datetime

import streamlit as st

from loaders.ingest.office import file_of, put_file, restore_file
from loaders.language.numbers import escape_markdown
from loaders.language.words import number
from loaders.places.outlines import MOST_MEGABYTES, OutlinesError, read_outlines
from loaders.store.versions import Store, open_store
from pages.office.data import own_store
from pages.office.tables import done
from pages.shared.frame.changes import note_change
from pages.shared.frame.question import Question
from pages.shared.parts.file_box import file_box

KIND = "boundaries"
_NAMED = 8
"""Places that a message names."""


def draw_boundaries(question: Question, allowed: bool) -> None:
    """The part from what is in force to what may be done with it."""
    store = open_store(own_store())
    draw_now(question, store)
    if allowed:
        draw_restore(question, store)
        draw_upload(question, store)


def draw_now(question: Question, store: Store) -> None:
    """Which file is in force, and the file itself."""
    say, file = question.say, file_of(store, KIND)
    if file is None or file.content is None:
        st.info(say("office.boundaries.none"), icon=":material/inbox:")
        return
    n = _count(file.content)
    st.markdown(say("office.boundaries.now", name=escape_markdown(file.name), n=number(n), when=file.when[:10]))
    st.download_button(
        say("office.download", format="GeoJSON"), file.content, file.name, "application/geo+json",
        icon=":material/download:", on_click="ignore", key="office_boundaries_file",
    )  # fmt: skip


def draw_restore(question: Question, store: Store) -> None:
    """The buttons that put the file before back, and take the one in force away."""
    say, now, before = question.say, file_of(store, KIND), file_of(store, KIND, before=True)
    with st.container(horizontal=True):
        if before and before.content is not None:
            label = say("office.restore.file", name=escape_markdown(before.name))
            if st.button(label, icon=":material/undo:", key="office_restore_boundaries"):
                restore_file(own_store(), KIND, datetime.now())
                note_change("office", table=KIND, restored=True)
                done(say("office.restored"))
        there = now is not None and now.content is not None
        if there and st.button(say("office.remove"), icon=":material/delete:", key="office_remove_boundaries"):
            put_file(own_store(), KIND, "", None, datetime.now())
            note_change("office", table=KIND, removed=True)
            done(say("office.removed"))


def draw_upload(question: Question, store: Store) -> None:
    """The box for a file; one that gives no map is said to be so, and not put in force."""
    say, turn = question.say, st.session_state.get("office_turn", 0)
    st.header(say("office.upload.boundaries"), anchor=False)
    given = file_box(
        say("office.boundaries"), question.lang, types=["geojson", "json"], megabytes=2 * MOST_MEGABYTES,
        key=f"office_file_boundaries_{turn}", several=False,
    )  # fmt: skip
    if not given:
        return
    content, name = given[0].getvalue(), given[0].name
    try:
        outlines = read_outlines(content)
    except OutlinesError as fault:
        words = {k: escape_markdown(str(v)) for k, v in fault.words.items()}
        st.error(say(f"compare.outlines.fault.{fault.reason}", **words), icon=":material/error:")
        return
    places = _places(store)
    lacking = [place for division, place in places if division not in outlines and place not in outlines]
    shown = escape_markdown(name)
    if places and len(lacking) == len(places):
        st.error(say("office.boundaries.strange", name=shown), icon=":material/error:")
        return
    matched = number(len(places) - len(lacking))
    st.markdown(say("office.boundaries.found", name=shown, n=number(_count(content)), matched=matched))
    if lacking:
        names = say("list.comma").join(lacking[:_NAMED]) + ("…" if len(lacking) > _NAMED else "")
        st.caption(say("office.boundaries.lacking", names=escape_markdown(names)))
    if st.button(say("office.take"), type="primary", key="office_take_boundaries"):
        put_file(own_store(), KIND, name, content, datetime.now())
        note_change("office", table=KIND)
        done(say("office.boundaries.taken", name=shown))


def _places(store: Store) -> list[tuple[str, str]]:
    """The counties of the store's reports: their ids and names."""
    rows = store.scan("reports").select("division", "district").drop_nulls().unique().sort("division")
    return list(rows.collect().iter_rows())


def _count(content: bytes) -> int:
    """How many areas a file gives; one stands under its code and its name."""
    try:
        return len({id(rings) for rings in read_outlines(content).values()})
    except OutlinesError:
        return 0
