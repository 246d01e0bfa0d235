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


@pytest.mark.parametrize(
    ("alias", "name"),
    [("巴州", "巴音郭楞蒙古自治州"), ("科左中旗", "科尔沁左翼中旗"), ("喀左县", "喀喇沁左翼蒙古族自治县")],
)
def test_a_division_is_found_by_what_everybody_calls_it(alias, name):
    assert name in {row.name for row in gazetteer().named[alias]}
