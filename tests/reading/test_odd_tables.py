"""What a reading claims is printed there, in whatever odd table: a part of `python -m tests.mutations`."""

from loaders.reading.extract import read_file
from tests.helpers import fixed_seed
from tests.odd_tables import documents, lies


def test_no_number_and_no_blank_is_read_that_is_not_printed() -> None:
    printed = 0
    for i, (kind, name, content, odd) in enumerate(documents(150, fixed_seed())):
        reading = read_file(content.encode(), name)
        assert lies(odd, reading) == [], f"document {i}, {kind}"
        printed += sum(c.state == "printed" for c in reading.cells)
    assert printed > 150 * 50, "most tables are read"
