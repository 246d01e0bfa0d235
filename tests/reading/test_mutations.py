"""Made documents whose numbers are drawn oddly: a part of `python -m tests.mutations`."""

from tests.helpers import fixed_seed
from tests.mutations import pdf


def test_no_number_of_a_pdf_counts_that_is_not_seen() -> None:
    seed = fixed_seed()
    found = pdf.part(range(seed, seed + 12))
    assert not found.wrong, "\n".join(found.wrong)
    assert found.counts["printed"] > 12 * 15
