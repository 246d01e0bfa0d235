"""Pages as the reader of HTML and as Chromium see them → the cells in which a number was read that nobody sees."""

from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser

from loaders.reading.formats.html import read_html
from loaders.reading.sections.numbers import digits, read_number
from seen.pages import Disguises

EYE = (Path(__file__).parent / "eye.js").read_text(encoding="utf-8")


def compare(browser: Browser, seeds: range) -> tuple[list[str], Counter[str]]:
    """What is wrong, a line each; and how often reader and eye agreed, or the reader left a number unread."""
    wrong: list[str] = []
    counts: Counter[str] = Counter()
    page = browser.new_context(java_script_enabled=True, viewport={"width": 1366, "height": 900}).new_page()
    page.route("**/*", lambda route: route.abort())
    for seed in seeds:
        text = Disguises(seed).page()
        page.set_content(text, wait_until="domcontentloaded")
        wrong += _compare(seed, text, page.evaluate(EYE), counts)
    page.context.close()
    return wrong, counts


def _compare(seed: int, text: str, tables: list, counts: Counter[str]) -> list[str]:
    wrong = []
    for row in read_html(text).rows:
        at = row.fields[0].location.row or 0
        if row.kind != "grid" or row.table is None or row.table > len(tables) or at > len(tables[row.table - 1]):
            continue
        line = tables[row.table - 1][at - 1]
        fields = [f for f in row.fields if not f.carried]
        if line is None or len(line) != len(fields):
            counts["other rows"] += 1
            continue
        for field, seen in zip(fields, line, strict=True):
            number = read_number(field.text)
            value = digits(number.value)
            eye = read_number(seen["text"])
            if number.state == "printed":
                same = eye.state == "printed" and digits(eye.value) == value and seen["clean"]
                same = same or seen["generated"]
            elif number.state == "blank":
                same = not any(c.isdigit() for c in seen["text"]) or seen["generated"]
            else:
                same = True
                counts["left unread"] += eye.state == "printed" and seen["clean"]
                counts["rightly unread"] += not (eye.state == "printed" and seen["clean"])
            counts[f"{number.state} as seen"] += same and number.state != "unreadable"
            if not same:
                wrong.append(f"seed {seed} {field.location}: read {field.text!r}, seen {seen}")
    return wrong
