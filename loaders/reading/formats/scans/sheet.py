"""A picture of a page → the same seen from straight above: rules level and upright, paper white, red stamps apart."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from loaders.reading.formats.scans.unbend import bend
from loaders.reading.formats.scans.unbend import flat as unbent

Picture = npt.NDArray[np.uint8]
"""Rows of pixels: one channel of grey, or red, green and blue."""
Matrix = npt.NDArray[np.float64]

LONG_SIDE = 2339
"""Pixels of the long side of an A4 page at 200 dpi: the size at which a page is read."""
_MOST, _LEAST = 1.35, 0.95
"""How much larger than that a page is kept, and how much smaller it may be before it is enlarged."""
_RED = 40
"""How far the red channel is above the others, of 255, in the ink of a stamp."""
_NEAR = 25
"""Pixels around such ink in which thinner ink is taken off as well."""
_SHADE = 150
"""What is lighter than this near red ink is the shade that it leaves, of 255; black letters are darker."""
_PAPER = 245
_SMALL = 1400
"""Pixels of the long side of the picture in which straight lines are looked for."""
_SHORTEST = 0.03
"""The shortest line that tells how a page lies, as a share of the long side."""
_STEEP = 30.0
"""Degrees by which a rule may be off level or upright."""
_STRAY = 0.02
"""The angle, in radians, by which a line differs from the others before it counts little."""
_TINY, _MOST_SLOPE = 700, 6.0
"""Pixels of the long side of the picture in which lines of text are looked for, and the degrees by which they may slope."""
_FEWEST = 6
"""Lines of a direction from which perspective is told."""


@dataclass(slots=True)
class Sheet:
    """A page as it is read. grey: dark ink on white paper, without red. red: where red ink was taken off."""

    grey: Picture
    red: npt.NDArray[np.bool_]

    @property
    def scale(self) -> float:
        """Points of an A4 page to a pixel."""
        return 842 / float(max(self.grey.shape))

    def pixels(self, at_200_dpi: float) -> int:
        """A length given in pixels of an A4 page at 200 dpi, in those of this page; at least 1."""
        return max(1, round(at_200_dpi * float(max(self.grey.shape)) / LONG_SIDE))

    def turned(self, quarters: int) -> "Sheet":
        """The sheet turned by so many right angles, against the clock."""
        grey = np.ascontiguousarray(np.rot90(self.grey, quarters))
        return Sheet(grey, np.ascontiguousarray(np.rot90(self.red, quarters)))


def sheet(picture: Picture) -> Sheet:
    """The page in a picture."""
    picture = _sized(picture)
    grey, red = _without_red(picture)
    flat = _flattened(grey)
    flat[_around(red, _NEAR) & (flat > _SHADE)] = _PAPER
    shift = bend(flat)
    if shift is not None:
        flat = unbent(flat, shift, cv2.INTER_CUBIC, 255)
        red = unbent(red, shift, cv2.INTER_NEAREST, 0)
    matrix, (wide, high) = _straight(flat)
    if matrix is not None:
        flat = cv2.warpPerspective(flat, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)
        red = cv2.warpPerspective(red, matrix, (wide, high), flags=cv2.INTER_NEAREST, borderValue=0)
    return Sheet(np.asarray(flat, np.uint8), red > 0)


def _sized(picture: Picture) -> Picture:
    """The picture at about 200 dpi if it shows an A4 page; up to 270 stay."""
    long = max(picture.shape[:2])
    if _LEAST * LONG_SIDE <= long <= _MOST * LONG_SIDE:
        return picture
    factor = (LONG_SIDE if long < LONG_SIDE else _MOST * LONG_SIDE) / long
    smooth = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=smooth), np.uint8)


def _without_red(picture: Picture) -> tuple[Picture, Picture]:
    """The picture in grey with red ink as light as the paper, and where there was any.

    Black under red stays: red paper reflects as much red light as white, black does not.
    """
    if picture.ndim == 2:
        return picture, np.zeros_like(picture)
    red, green, blue = (picture[..., i] for i in range(3))
    others = cv2.max(green, blue)
    stained = cv2.subtract(red, others) > _RED
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    if not stained.any():
        return np.asarray(grey, np.uint8), np.zeros_like(red)
    # Ink that is less red than paper is light would leave a shade.
    lighter = min(2.0, float(np.median(red)) / max(1.0, float(np.percentile(red[stained], 60))))
    bare = cv2.convertScaleAbs(red, alpha=max(1.0, lighter))
    mask = stained.astype(np.uint8)
    rest = np.where(_around(mask, _NEAR), red, grey)
    return np.where(_around(mask, 3), bare, rest).astype(np.uint8), mask


def _around(mask: Picture, side: int) -> npt.NDArray[np.bool_]:
    """What a mask covers, and what is near it."""
    return np.asarray(cv2.dilate(mask, np.ones((side, side), np.uint8)) > 0)


def _flattened(grey: Picture) -> Picture:
    """The picture divided by the light of its paper, so that shadows and grey paper become white."""
    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    light = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 21)
    light = cv2.resize(cv2.GaussianBlur(light, (0, 0), 5), grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, cv2.max(light, 30), scale=_PAPER), np.uint8)


def _straight(grey: Picture) -> tuple[Matrix | None, tuple[int, int]]:
    """The matrix that turns a page's rules level and upright and takes perspective away, with the size of the outcome."""
    high, wide = grey.shape
    size = max(grey.shape)
    lines = _lines(grey, size)
    level = np.array([abs(_angle(line)) < np.radians(_STEEP) for line in lines], bool)
    upright = np.array([abs(abs(_angle(line)) - np.pi / 2) < np.radians(_STEEP) for line in lines], bool)
    if level.sum() < _FEWEST:
        return _framed(_turned(_slope_of_text(grey)), (wide, high), size)
    across = _vanishing(lines[level])
    turned = np.array([-across[1], across[0], 0.0]) if abs(across[2]) < 1e-9 else None
    if upright.sum() >= _FEWEST:
        down = _vanishing(lines[upright])
    elif turned is not None:
        down = turned
    else:
        down = np.array([-across[1], across[0], 0.0])
        across = np.array([across[0], across[1], 0.0])
    horizon = np.cross(across, down)
    if abs(horizon[2]) < 1e-6:
        return None, (wide, high)
    matrix = np.array([[1.0, 0, 0], [0, 1.0, 0], horizon / horizon[2]])
    axes = np.column_stack([_towards(matrix @ across, 0), _towards(matrix @ down, 1)])
    straight = np.eye(3)
    straight[:2, :2] = np.linalg.inv(axes)
    return _framed(straight @ matrix, (wide, high), size)


def _slope_of_text(grey: Picture) -> float:
    """The angle of the lines of text, in radians: the one at which rows of the page are darkest and lightest."""
    factor = _TINY / max(grey.shape)
    small = 255 - cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    small = small[small.shape[0] // 20 : -small.shape[0] // 20, small.shape[1] // 20 : -small.shape[1] // 20]
    middle = small.shape[1] / 2, small.shape[0] / 2

    def contrast(degrees: float) -> float:
        turned = cv2.warpAffine(small, cv2.getRotationMatrix2D(middle, degrees, 1), small.shape[::-1])
        return float(np.var(np.diff(turned.sum(axis=1, dtype=float))))

    return float(np.radians(max(np.arange(-_MOST_SLOPE, _MOST_SLOPE + 0.1, 0.25), key=contrast)))


def _turned(angle: float) -> Matrix:
    """The matrix that turns a page by an angle, against the clock."""
    return np.array([[np.cos(angle), np.sin(angle), 0], [-np.sin(angle), np.cos(angle), 0], [0, 0, 1.0]])


def _lines(grey: Picture, size: int) -> Matrix:
    """The straight lines of a page as pairs of points x, y: from its middle, in shares of its long side."""
    factor = min(1.0, _SMALL / size)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    found = cv2.createLineSegmentDetector(0).detect(small)[0]
    points = np.zeros((0, 4)) if found is None else np.asarray(found, float).reshape(-1, 4)
    middle = np.array(small.shape[::-1] * 2) / 2
    points = (points - middle) / (size * factor)
    return points[np.hypot(points[:, 2] - points[:, 0], points[:, 3] - points[:, 1]) > _SHORTEST]


def _angle(line: Matrix) -> float:
    """The direction of a line, from minus to plus half a turn's half."""
    angle = float(np.arctan2(line[3] - line[1], line[2] - line[0]))
    return (angle + np.pi / 2) % np.pi - np.pi / 2


def _vanishing(lines: Matrix) -> Matrix:
    """The point, in homogeneous coordinates, in which lines of one direction meet; stray lines count little."""
    ends = np.ones((len(lines), 2, 3))
    ends[:, :, :2] = lines.reshape(-1, 2, 2)
    across = np.cross(ends[:, 0], ends[:, 1])
    across /= np.linalg.norm(across[:, :2], axis=1, keepdims=True)
    middle = ends.mean(axis=1)
    along = ends[:, 1, :2] - ends[:, 0, :2]
    length = np.linalg.norm(along, axis=1)
    along /= length[:, None]
    # First the direction that most of them share, without perspective.
    angles = np.arctan2(along[:, 1], along[:, 0])
    turn = 0.5 * np.angle(np.sum(length * np.exp(2j * angles)))
    for _ in range(3):
        off = np.angle(np.exp(2j * (angles - turn))) / 2
        turn = 0.5 * np.angle(np.sum(length / (1 + (off / _STRAY) ** 2) * np.exp(2j * angles)))
    point = np.array([np.cos(turn), np.sin(turn), 0.0])
    for _ in range(6):
        towards = point[:2] - point[2] * middle[:, :2]
        towards /= np.linalg.norm(towards, axis=1, keepdims=True) + 1e-12
        off = np.abs(along[:, 0] * towards[:, 1] - along[:, 1] * towards[:, 0])
        weight = length / (1 + (off / (_STRAY / 2)) ** 2)
        _, _, rows = np.linalg.svd(across * np.sqrt(weight)[:, None])
        point = rows[-1]
    return np.asarray(point)


def _towards(point: Matrix, axis: int) -> Matrix:
    """The direction of a point at infinity as a unit vector that goes right or down."""
    vector = point[:2] / np.linalg.norm(point[:2])
    return np.asarray(vector if vector[axis] >= 0 else -vector)


def _framed(matrix: Matrix, size: tuple[int, int], long: int) -> tuple[Matrix | None, tuple[int, int]]:
    """The matrix in pixels, moved so that the whole page is inside; none if it would tear the page apart."""
    wide, high = size
    into = np.array([[1 / long, 0, -wide / 2 / long], [0, 1 / long, -high / 2 / long], [0, 0, 1.0]])
    corners = matrix @ into @ np.array([[0, wide, wide, 0], [0, 0, high, high], [1.0, 1, 1, 1]])
    if (corners[2] < 0.5).any():
        return None, size
    places = corners[:2] / corners[2] * long
    least, most = places.min(axis=1), places.max(axis=1)
    extent = most - least
    if (extent > 1.5 * long).any():
        return None, size
    out = np.array([[long, 0, -least[0]], [0, long, -least[1]], [0, 0, 1.0]])
    return out @ matrix @ into, (int(np.ceil(extent[0])), int(np.ceil(extent[1])))
