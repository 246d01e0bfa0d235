"""A few kills of each deed; `python -m tests.kills` tries all steps."""

import random

import pytest
from helpers import fixed_seed

from tests.kills.deeds import DEEDS
from tests.kills.run import kills, spread


@pytest.mark.parametrize("deed", DEEDS)
def test_a_kill_leaves_a_whole_version_and_the_next_run_completes(tmp_path, deed):
    found = list(kills(deed, spread(3, random.Random(fixed_seed())), tmp_path, really=deed == "ingest"))
    assert len(found) >= 2
    assert [k for k in found if k.lost] == []
