"""A seed → a report in odd tables, as a web page, a sheet, text or Markdown, and what is read of it that is not printed."""

from loaders.reading.extract import read_file
from tests.mutations.truth import Result
from tests.odd_tables import documents, lies


def part(seeds: range) -> Result:
    out = Result()
    for seed in seeds:
        for kind, name, content, odd in documents(1, seed):
            reading = read_file(content.encode(), name)
            out.wrong += [f"table {seed} ({kind}): {lie}" for lie in lies(odd, reading)]
            out.counts["documents"] += 1
            out.counts["refused"] += reading.reason is not None
            out.counts["missing"] += len(odd.cells.keys() - {c.name for c in reading.cells})
            out.counts.update(c.state for c in reading.cells)
    return out
