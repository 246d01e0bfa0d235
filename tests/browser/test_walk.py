"""Pairs of page, filter, width, language and theme are walked: nothing fails, is cut, calls out, or shuts anybody out."""

from itertools import combinations, product

import chromium
from walk import pairs, run
from walk.allowed import ALLOWED

chromium.require()


def test_every_two_values_of_two_factors_meet():
    factors = {"page": "abcdefgh", "filter": "fdben", "width": "smx", "lang": "ze", "theme": "ld"}
    rows = pairs.pairwise(factors)
    assert rows == pairs.pairwise(factors)
    for one, other in combinations(factors, 2):
        met = {(row[one], row[other]) for row in rows}
        assert met == set(product(factors[one], factors[other]))
    assert len(rows) <= 1.2 * 8 * 5


def test_the_walk():
    walked = run.walk()
    told = "\n".join(f"{state}:\n  " + "\n  ".join(found) for state, found in sorted(walked.wrong.items()))
    assert not walked.wrong, told
    assert walked.used == {a.id for a in ALLOWED}, "a fault that was allowed is gone: delete it"
