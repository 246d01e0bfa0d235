"""Random stores that several tests of figures share; `STORES=200` makes so many, `SEED=…` the same ones again."""

import os

import pytest
from helpers import fixed_seed
from recomputed.cases import Case, cases_of

STORES = int(os.environ.get("STORES") or 20)


@pytest.fixture(scope="session")
def cases(tmp_path_factory) -> list[Case]:
    seed = fixed_seed()
    return [c for n in range(STORES) for c in cases_of(tmp_path_factory.mktemp("random") / "store", f"{seed}/{n}")]
