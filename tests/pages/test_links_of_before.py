"""Links that people keep open what they opened, whatever was renamed in the code since; so does a store of before.

The addresses are those that the pages of November 2026 wrote; the demo in `data/` was written by a program before that.
"""

from urllib.parse import parse_qs

import pytest
from streamlit_pages import open_page, words

from loaders.query.filters import Filter
from loaders.query.snapshot import open_snapshot
from loaders.query.sums import sums
from loaders.store.versions import open_store, shipped

LINKS = [
    ("overview", "place=990104&kind=education&kind=health&lang=zh&data=demo", ["新收申请"]),
    ("overview", "year=2020&year=2021&place=990101&kind=public_security&lang=zh&data=demo", ["2021 年"]),
    ("body", "body=0f0be7d9c2e7&lang=en&data=demo&of=0f0be7d9c2e7", []),
    ("compare", "year=2020&year=2021&kind=public_security&lang=zh&data=demo&metric=disclosure_rate", ["公开率"]),
    ("coverage", "year=2024&place=990110&lang=zh&data=demo", ["2024"]),
    ("report", "lang=zh&data=demo&report=13432167abd4e481", []),
    ("reviews", "year=2022&lang=en&data=demo", ["In 2022"]),
]
PARAMETERS = {
    "year": "years", "place": "places", "kind": "kinds", "body": "bodies",
}  # fmt: skip


@pytest.mark.parametrize(("page", "query", "shown"), LINKS, ids=[f"{p}?{q}" for p, q, _ in LINKS])
def test_a_link_of_before_sets_its_filters_and_opens_its_page(page, query, shown):
    parameters = parse_qs(query)
    test = open_page(page, **{k: v if len(v) > 1 else v[0] for k, v in parameters.items()})
    filters = test.session_state["filter"]
    for name, field in PARAMETERS.items():
        assert [str(v) for v in getattr(filters, field)] == parameters.get(name, [])
    text = words(test)
    assert len(text) > 100
    assert all(part in text for part in shown)


def test_a_store_of_before_opens_and_adds_up():
    found = sums(open_snapshot(open_store(shipped("demo"))), Filter(), ("received_new",))
    assert found.height >= 5
    assert found["received_new"].null_count() == 0
