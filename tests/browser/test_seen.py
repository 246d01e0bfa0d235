"""Random pages with numbers in disguise: no number is read that Chromium does not show, and none that it shows is blank."""

import chromium
from seen.compare import compare

chromium.require()


def test_a_number_counts_where_it_is_seen(browser):
    wrong, counts = compare(browser, range(40))
    assert not wrong, "\n".join(wrong)
    assert counts["printed as seen"] > 400
    assert counts["left unread"] < 0.2 * counts["printed as seen"]
