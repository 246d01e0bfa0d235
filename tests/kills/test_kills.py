"""A few kills of each deed; `python -m tests.kills` tries all steps."""

import random

import pytest
from helpers import fixed_seed

from loaders.ingest import run
from loaders.store import writer
from tests.kills.deeds import DEEDS
from tests.kills.run import kills, spread


@pytest.mark.parametrize("deed", DEEDS)
def test_a_kill_leaves_a_whole_version_and_the_next_run_completes(tmp_path, deed):
    limits = _limits()
    found = list(kills(deed, spread(3, random.Random(fixed_seed())), tmp_path, really=deed == "ingest"))
    assert len(found) >= 2
    assert [k for k in found if k.lost] == []
    assert _limits() == limits


def _limits() -> tuple[int, ...]:
    """What a kill makes small, and must leave to the tests after it as it was."""
    return writer._UNREAD_AFTER, writer._MANY, writer.MAX_REPORTS_WITHOUT_CUBES, run._FLUSH
