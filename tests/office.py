"""LibreOffice, for the tests of formats that only office programs read."""

import os

import pytest

from loaders.reading.formats import libreoffice

MISSING = "no LibreOffice on this machine: install it (Debian: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui)"


def require() -> None:
    """Skips a test where LibreOffice is not installed, with the reason; in CI that is a failure."""
    if libreoffice.program() is None and os.environ.get("CI"):
        pytest.fail(MISSING, pytrace=False)
    if libreoffice.program() is None:
        pytest.skip(MISSING)


def converted(content: bytes, format: str, target: str) -> bytes:
    """A file as LibreOffice saves it in another format."""
    return libreoffice._converted(content, format, target)
