"""The colours: words can be read on their ground, outcomes told apart by everybody and in grey print."""

from itertools import combinations

import numpy
import pytest
from colorspacious import cspace_convert, deltaE

from pages.shared.charts.palette import Palette

OUTCOMES = ("granted", "partially_granted", "denied", "unavailable", "not_processed", "other", "carried_out")
REVIEWS = ("upheld", "corrected", "review_other", "pending")
BLIND = ("protanomaly", "deuteranomaly", "tritanomaly")
THEMES = pytest.mark.parametrize("palette", [Palette(False), Palette(True)], ids=["light", "dark"])


def rgb(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast of two colours."""
    parts = [[c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(x)] for x in (one, other)]
    low, high = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in parts)
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, blindness: str | None) -> numpy.ndarray:
    """A colour as those see it who lack a cone."""
    if blindness is None:
        return numpy.array(rgb(colour))
    space = {"name": "sRGB1+CVD", "cvd_type": blindness, "severity": 100}
    return numpy.clip(cspace_convert(rgb(colour), space, "sRGB1"), 0, 1)


@THEMES
@pytest.mark.parametrize("word", ["ink", "muted", "primary", "wrong", "outline"])
def test_words_can_be_read_on_the_ground(palette, word):
    assert contrast(palette[word], palette["ground"]) >= 4.5


@THEMES
@pytest.mark.parametrize("meaning", [*OUTCOMES, *REVIEWS, "primary", "second", "third"])
def test_figures_can_be_read_on_their_bars(palette, meaning):
    assert contrast(palette.on(palette[meaning]), palette[meaning]) >= 4.5


@THEMES
def test_an_outline_can_be_seen_beside_the_ground(palette):
    """What is too light for itself stands in an outline."""
    assert contrast(palette["outline"], palette["ground"]) >= 3


@THEMES
@pytest.mark.parametrize("blindness", [None, *BLIND])
@pytest.mark.parametrize("family", [OUTCOMES, REVIEWS], ids=["outcomes", "reviews"])
def test_meanings_are_told_apart_by_everybody(palette, family, blindness):
    assert len(family) > 2
    for one, other in combinations(family, 2):
        apart = deltaE(seen(palette[one], blindness), seen(palette[other], blindness), uniform_space="CAM02-UCS")
        assert apart >= 13, (one, other, apart)
