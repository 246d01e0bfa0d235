"""A store → the button that downloads all its data as one package, whatever is filtered."""

import io
from datetime import date

import streamlit as st

from loaders.language.words import number
from loaders.output.package.package import write_package
from loaders.query.filters import EVERYTHING
from loaders.query.sums import count
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.session import Session

_MAX_REPORTS = 20_000
"""Reports above which a package is left to the command line: it takes longer than a browser waits, a second for 1,000."""


def package_download(session: Session) -> None:
    """The button, with a line that says what is in the package; a command where there is too much for a browser."""
    say, reports = session.say, cached(count, EVERYTHING)
    if not reports:
        return
    st.header(say("tables.package.heading"), anchor=False)
    st.caption(say("tables.package.holds"))
    if reports > _MAX_REPORTS:
        st.caption(say("tables.package.large", n=number(reports)))
        return

    # Runs when the button is clicked, outside a run of the page.
    def written() -> bytes:
        out = io.BytesIO()
        write_package(session.store, out, session.lang, date.today())
        return out.getvalue()

    label = "tables.package.synthetic" if session.store.synthetic else "tables.package"
    st.download_button(
        say(label),
        data=written,
        file_name=f"{say(label)}_{date.today().isoformat()}.zip".replace(" ", "_"),
        mime="application/zip",
        on_click="ignore",
        key="download_package",
        icon=":material/folder_zip:",
    )
