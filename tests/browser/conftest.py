"""A server without a store of the user's, and a page without motion, for tests that look at whole pages."""

from collections.abc import Iterator

import chromium
import pytest
from playwright.sync_api import Page, expect

expect.set_options(timeout=60_000)
"""Milliseconds: a machine may be busy."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with chromium.serving() as address:
        yield address


@pytest.fixture
def page(browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()
