"""`python -m tests.seen 5000 --seed 0`: compares so many random pages with what Chromium shows of them.

With --office: so many Word files and workbooks each with what their programs show by their documentation.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import chromium
from playwright.sync_api import sync_playwright

from seen import office
from seen.compare import compare

arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("pages", type=int, nargs="?", default=5000)
arguments.add_argument("--seed", type=int, default=0)
arguments.add_argument("--office", action="store_true")
options = arguments.parse_args()
seeds = range(options.seed, options.seed + options.pages)
if options.office:
    wrong, counts = office.compare(seeds)
    print("\n".join(wrong[:200]))
    print(f"{2 * options.pages} files from seed {options.seed}: {len(wrong)} cells wrong; {dict(counts)}")
    sys.exit(bool(wrong))
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium.PATH, args=chromium.ARGUMENTS)
    wrong, counts = compare(browser, seeds)
    browser.close()
print("\n".join(wrong[:200]))
print(f"{options.pages} pages from seed {options.seed}: {len(wrong)} cells wrong; {dict(counts)}")
sys.exit(bool(wrong))
