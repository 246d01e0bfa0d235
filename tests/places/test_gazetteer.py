"""Divisions by year: each under the name that it bore, or the nearest in time."""

import pytest

from loaders.places.gazetteer import gazetteer

PULANDIAN = "210214"
"""A city of county rank from 1991 on, a district of Dalian since 2015."""


@pytest.mark.parametrize(
    ("year", "name"),
    [
        (1985, "普兰店市"),
        (1991, "普兰店市"),
        (2014, "普兰店市"),
        (2015, "普兰店区"),
        (2030, "普兰店区"),
        (None, "普兰店区"),
    ],
)
def test_a_division_bears_the_name_of_the_year(year, name):
    assert gazetteer().at(PULANDIAN, year).name == name
