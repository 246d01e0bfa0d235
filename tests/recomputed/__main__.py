"""`python -m tests.recomputed [STORES]`: figures, bases and sentences of so many random stores (200), the seed printed."""

import os
import sys

import pytest

from tests.helpers import fresh_seed

os.environ["SEED"] = str(fresh_seed())
os.environ["STORES"] = sys.argv[1] if len(sys.argv) > 1 else "200"
sys.exit(pytest.main(["-q", "-s", "-p", "no:cacheprovider", "tests/query", "-k", "recomputed"]))
