"""A server that goes away and comes back: the page says so in its language, and stands as it did."""

import re

import chromium
import pytest
from chromium import free_port, serving, visit
from playwright.sync_api import expect

from loaders.language.words import say

chromium.require()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_server_that_is_started_again_finds_the_page_as_it_was(browser, lang):
    port = free_port()
    page = browser.new_page(locale="zh-CN")
    with serving(port=port) as address:
        visit(page, f"{address}/coverage?data=demo&lang={lang}&state=late&year=2023")
        at = page.url
    said = page.get_by_role("alert").filter(has_text=say("page.connection_lost", lang))
    expect(said).to_be_visible()
    with serving(port=port):
        expect(said).to_be_hidden()
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        expect(page.get_by_role("heading", name=say("coverage.list.late", lang))).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert page.url == at
        page.get_by_test_id("stTopNavLink").first.click()
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        expect(page).to_have_url(re.compile("year=2023"))
    page.close()
