"""The address of a dashboard → exit 0 once a browser shows its overview with charts; waits until the server answers."""

import os
import shutil
import sys
import time
import urllib.request

from playwright.sync_api import expect, sync_playwright

address, deadline = sys.argv[1], time.monotonic() + 60
while True:
    try:
        urllib.request.urlopen(f"{address}/_stcore/health", timeout=5).close()
        break
    except OSError:
        if time.monotonic() > deadline:
            raise
        time.sleep(0.2)
with sync_playwright() as playwright:
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(address)
    expect(page.locator("h1")).to_have_text("总览", timeout=60_000)
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    print("the dashboard of the installed wheel shows", page.locator("h1").inner_text())
    browser.close()
