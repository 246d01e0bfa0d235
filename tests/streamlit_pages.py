"""A page without a browser: run by Streamlit's own test, what it says and draws."""

import orjson
from helpers import ROOT
from streamlit.testing.v1 import AppTest

from pages.shared.frame.menu import MENU

_FRAME = ROOT / "pages" / "shared" / "frame" / "frame.py"
_FILES = dict(MENU)


def open_page(page: str, **parameters: str | list[str]) -> AppTest:
    test = AppTest.from_file(str(_FRAME), default_timeout=60)
    if page != "overview":
        test.switch_page(str(ROOT / "pages" / _FILES[page]))
    for name, value in parameters.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception, test.exception
    return test


def words(test: AppTest) -> str:
    shown = [m.value for kind in ("title", "markdown", "caption", "warning", "info", "header") for m in test.get(kind)]
    for chart in charts(test):
        shown += [chart["title"], chart["subtitle"], chart["alt"]]
    return "\n".join(shown)


def charts(test: AppTest) -> list[dict]:
    """What the charts of a page are sent: title, subtitle, alt, figure …"""
    parts = [c.proto for c in test.get("bidi_component")]
    return [orjson.loads(p.bytes) for p in parts if p.component_name == "gongkai_plot"]
