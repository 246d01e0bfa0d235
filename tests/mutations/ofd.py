"""A seed → an OFD file whose numbers are drawn oddly, and what a reader sees of each."""

import random
from collections.abc import Callable

from loaders.reading.extract import read_file
from tests.mutations.truth import COLUMNS, HEADING, ROWS, TITLE, Result, Seen, compare
from tests.ofd_files import clip, note, ofd, picture, shade, table, text

EDGES = (10, 100, *(100 + 25 * i for i in range(1, 8)))
TOP, DEEP = 30, 9
WHITE_AND_BLACK = (
    '<ofd:DrawParams><ofd:DrawParam ID="6"><ofd:FillColor Value="255 255 255"/></ofd:DrawParam>'
    '<ofd:DrawParam ID="7"><ofd:FillColor Value="0 0 0"/></ofd:DrawParam></ofd:DrawParams>'
)
GONE, UNCLEAR = (None, True), (None, False)

Look = tuple[str | None, bool]
Way = Callable[[float, float, str, random.Random], tuple[str, str, Look]]
"""A place in millimetres and a number → what is drawn on the page, what as an annotation, and what is seen."""


def plain(x: float, y: float, number: str, rng: random.Random) -> tuple[str, str, Look]:
    return text(x, y, number), "", (number, False)


def nothing(x: float, y: float, number: str, rng: random.Random) -> tuple[str, str, Look]:
    return "", "", GONE


def switched_off(x: float, y: float, number: str, rng: random.Random) -> tuple[str, str, Look]:
    off = rng.choice(('Visible="false"', 'Alpha="0"', 'Fill="false"', 'Stroke="false" Fill="false"'))
    return text(x, y, number, attributes=off), "", GONE


def coloured(x: float, y: float, number: str, rng: random.Random) -> tuple[str, str, Look]:
    ground, ink, seen = rng.choice(
        (
            (None, "255 255 255", GONE),
            (None, "255", GONE),
            ("0 0 255", "255 255 255", (number, False)),
            ("0 0 255", "0 0 255", UNCLEAR),
            ("255 255 0", "0 0 0", (number, False)),
            (None, "254 254 254", GONE),
            (None, "200 0 0", (number, False)),
        )
    )
    under = shade(x - 0.6, y - 4.4, 14, 6, ground) if ground else ""
    return under + text(x, y, number, colour=ink), "", seen


def by_parameter(x: float, y: float, number: str, rng: random.Random) -> tuple[str, str, Look]:
    white = rng.random() < 0.5
    drawn = text(x, y, number, colour=None, attributes=f'DrawParam="{6 if white else 7}"')
    return drawn, "", GONE if white else (number, False)


def covered(x: float, y: float, number: str, rng: random.Random) -> tuple[str, str, Look]:
    with_picture, noted = rng.random() < 0.3, rng.random() < 0.3
    at = (0.0, 0.0) if noted else (x - 0.6, y - 4.4)
    colour = rng.choice(("255 255 255", "255 255 255", "0 0 0"))
    over = picture(*at, 16, 6) if with_picture else shade(*at, 16, 6, colour)
    seen = UNCLEAR if with_picture or colour == "0 0 0" else GONE
    under = text(x, y, number)
    return (under, note(x - 0.6, y - 4.4, over), seen) if noted else (under + over, "", seen)


def clipped(x: float, y: float, number: str, rng: random.Random) -> tuple[str, str, Look]:
    box, seen = rng.choice(
        (
            ((0, 0, 20, 8), (number, False)),
            ((50, 50, 10, 10), GONE),
            ((0, 0, 20, 2.2), UNCLEAR),
            ((0, 2, 20, 0.05), GONE),
        )
    )
    return text(x, y, number, within=clip(*box)), "", seen


def turned(x: float, y: float, number: str, rng: random.Random) -> tuple[str, str, Look]:
    how = rng.choice(('CTM="-1 0 0 1 8 0"', 'CTM="1 0 0 -1 0 4"', 'CTM="0 1 -1 0 4 0"', 'CharDirection="180"'))
    return text(x, y, number, attributes=how), "", UNCLEAR


def tiny(x: float, y: float, number: str, rng: random.Random) -> tuple[str, str, Look]:
    return text(x, y, number, size=rng.choice((0.5, 0.9))), "", UNCLEAR


def noted(x: float, y: float, number: str, rng: random.Random) -> tuple[str, str, Look]:
    return text(x, y, number) + text(x + 1.75 * len(number) + 0.1, y - 1.4, "1", size=1.8), "", (number, False)


def doubled(x: float, y: float, number: str, rng: random.Random) -> tuple[str, str, Look]:
    return text(x, y, number) + text(x + rng.choice((0, 0.1, 0.3)), y, number), "", (number, False)


def piled(x: float, y: float, number: str, rng: random.Random) -> tuple[str, str, Look]:
    return text(x, y, number) + text(x + rng.choice((0, 0.2, 0.8)), y, int(number) + 1), "", UNCLEAR


def outside(x: float, y: float, number: str, rng: random.Random) -> tuple[str, str, Look]:
    return text(*rng.choice(((400, y), (x, 300), (-60, y))), number), "", GONE


def stamped(x: float, y: float, number: str, rng: random.Random) -> tuple[str, str, Look]:
    attributes, seen = rng.choice(
        (('Type="Stamp"', (number, False)), ('Type="Stamp" Visible="false"', GONE), ('Type="Watermark"', GONE))
    )
    return "", note(x - 2, y - 5, text(2, 5, number), attributes), seen


WAYS: tuple[Way, ...] = (
    nothing, switched_off, coloured, by_parameter, covered, clipped, turned, tiny, noted, doubled, piled, outside, stamped,
)  # fmt: skip


def document(seed: int) -> tuple[bytes, dict[str, Seen]]:
    """A page with five rows of part three."""
    rng = random.Random(seed)
    odd = rng.choice((0.1, 0.3, 0.6))
    labels = [["", *COLUMNS.values()], *([label] for label in ROWS.values())]
    page = text(10, 15, TITLE) + text(10, 22, HEADING) + table(TOP, EDGES, labels, DEEP)
    notes = ""
    seen: dict[str, Seen] = {}
    for row, item in enumerate(ROWS, 1):
        for left, column in zip(EDGES[1:], COLUMNS, strict=False):
            way = rng.choice(WAYS) if rng.random() < odd else plain
            number = str(rng.randint(0, rng.choice((9, 99, 9999))))
            drawn, noted_, look = way(left + 1.5, TOP + DEEP * row + 5.5, number, rng)
            page, notes = page + drawn, notes + noted_
            seen[f"requests.{item}.{column}"] = Seen(*look, way.__name__)
    return ofd(page, notes=notes, resources=WHITE_AND_BLACK), seen


def part(seeds: range) -> Result:
    out = Result()
    for seed in seeds:
        data, seen = document(seed)
        out.add(compare(f"ofd {seed}", read_file(data, "a.ofd"), seen))
    return out
