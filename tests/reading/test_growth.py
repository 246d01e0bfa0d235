"""No reader takes more than n log n in the size of a file, whatever part of it grows.

`python -m pytest tests/reading/test_growth.py -s` prints seconds of processor time for each part, at one and eight times a
fair size, and how the time for a byte grew.
"""

import time

import pytest
from growing import GROWING

from loaders.reading.extract import read_file

MOST = 5.0
"""How many times longer a byte may take in a file of eight times the size: with the square it would be eight.

A file that no longer fits the processor's cache takes up to twice the time a byte.
"""
RECTANGLES = 6.0
"""The same for the boxes of a PDF, which the library compares with one another."""
TRIES = 3
"""A busy machine spoils one measurement, hardly three; a reader that takes the square fails all of them."""


def seconds(data: bytes, name: str) -> float:
    """The time that reading takes, as the least of several: others use the machine as well."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        read_file(data, name)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("part", GROWING)
def test_the_time_for_a_byte_stays_the_same_as_a_part_grows(part):
    name, size, make = GROWING[part]
    most = RECTANGLES if part == "rectangles" else MOST
    growths = []
    while len(growths) < TRIES and not any(growth < most for growth in growths):
        small, large = seconds(make(size), name), seconds(make(8 * size), name)
        growths.append(large / max(small, 0.002) / 8)
        print(f"{part:20} {small:.3f} {large:.3f} {growths[-1]:.2f}")
    assert min(growths) < most
