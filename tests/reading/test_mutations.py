"""Made documents whose numbers are drawn oddly or spoilt: a part of `python -m tests.mutations`."""

from types import ModuleType

import pytest

from tests.helpers import fixed_seed
from tests.mutations import ofd, pdf, spoilt


@pytest.mark.parametrize(("part", "documents"), [(pdf, 12), (ofd, 20), (spoilt, 40)])
def test_no_number_counts_that_is_not_seen(part: ModuleType, documents: int) -> None:
    seed = fixed_seed()
    found = part.part(range(seed, seed + documents))
    assert not found.wrong, "\n".join(found.wrong)
    assert found.counts["printed"] > 15 * documents
