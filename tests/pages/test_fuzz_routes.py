"""Some of the random requests of `python -m tests.fuzz_routes`: the server refuses what it does not know, and lives on."""

import chromium
from fuzz_routes import fuzz


def test_no_request_is_an_error_of_the_servers_own():
    with chromium.serving(way="serve") as url:
        found = fuzz(url, 150, seed=15)
    assert found.faults == []
    assert found.statuses["alive", 200] == 1
    assert len({status for _, status in found.statuses} & {200, 400, 404, 405}) == 4
