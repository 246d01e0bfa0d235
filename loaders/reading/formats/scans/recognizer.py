"""Pictures of words → their texts with confidence; where on a page words stand: rapidocr with the models that come with it."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import ceil
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from rapidocr import RapidOCR

from loaders.reading.formats.scans.sheet import Picture

_HEIGHT = 48
"""The height, in pixels, to which the model scales a line."""
_BATCH = 1200
"""Pixels of width that the lines of a batch may have together: the memory that one takes is bounded so."""
_DETECTION_SIDE = 960
"""Pixels of the long side of the page in which words are looked for."""
_MODELS = {"Det": "PP-OCRv6_det_small.onnx", "Rec": "PP-OCRv6_rec_small.onnx"}
_LOOKALIKES = {
    "0": "0OoОоΟο〇○０", "1": "1lI|１丨", "2": "2２", "3": "3３", "4": "4４", "5": "5５", "6": "6６", "7": "7７", "8": "8８",
    "9": "9９", ",": ",，", ".": ".．。·", "-": "-－—–―一", "/": "/／", "+": "+＋",
}  # fmt: skip
"""What may stand in a cell of numbers, and the letters that look like it."""
_VALUES = "".join(_LOOKALIKES)
_VALUE = re.compile(f"[{re.escape(''.join(_LOOKALIKES.values()))} ]{{0,16}}")


class Seen(NamedTuple):
    """A text, and the confidence, from 0 to 1, in its least certain letter."""

    text: str
    confidence: float


class Recognizer:
    """The models. One thread: the workers share the processors among themselves."""

    def __init__(self) -> None:
        cv2.setNumThreads(1)
        models = files("rapidocr") / "models"
        engine: Any = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Det.limit_type": "max",
                "Det.limit_side_len": _DETECTION_SIDE,
                # A path keeps the library from looking for its models elsewhere.
                **{f"{part}.model_path": str(models / name) for part, name in _MODELS.items()},
            }
        )
        self._detect: Any = engine._load_det_model()
        self._recognize: Any = engine._load_rec_model()
        self._letters: list[str] = self._recognize.postprocess_op.character
        place = {letter: i for i, letter in enumerate(self._letters)}
        self._alike = [[place[c] for c in letters if c in place] for letters in _LOOKALIKES.values()]

    def texts(self, pictures: Sequence[Picture]) -> list[Seen]:
        """What each picture of a line, in grey, says."""
        out = [Seen("", 0.0)] * len(pictures)
        for some in _batches([_wide(p) for p in pictures]):
            # Steps × letters for each picture.
            chances = _within_memory(self._recognize.session, _batch([pictures[i] for i in some]))
            for i, chance in zip(some, chances, strict=True):
                out[i] = self._decoded(chance)
        return out

    def _decoded(self, chance: npt.NDArray[np.float32]) -> Seen:
        """The likeliest letter at each step, repeated ones once (connectionist temporal classification).

        Where the text may be a number, letters that look like a digit count for it.
        """
        best = chance.argmax(axis=1)
        text = "".join(self._letters[i] for i in _once(best))
        if not _VALUE.fullmatch(text):
            steps = np.flatnonzero(_begins(best))
            return Seen(text.strip(), float(min((chance[i, best[i]] for i in steps), default=0.0)))
        merged = np.concatenate(
            [chance[:, :1], np.stack([chance[:, g].sum(axis=1) for g in self._alike], axis=1)], axis=1
        )
        best = merged.argmax(axis=1)
        steps = np.flatnonzero(_begins(best))
        # The surest of the steps in a row that show one letter.
        runs = pairwise([*steps.tolist(), len(best)])
        sure = [float(merged[a:b, best[a]][best[a:b] == best[a]].max()) for a, b in runs]
        return Seen("".join(_VALUES[best[i] - 1] for i in steps), min(sure, default=0.0))

    def places(self, page: Picture) -> list[tuple[int, int, int, int]]:
        """The boxes of the lines on a page in grey."""
        found = _within_memory(self._detect, cv2.cvtColor(page, cv2.COLOR_GRAY2BGR))
        if found.boxes is None:
            return []
        corners = np.asarray(found.boxes).reshape(-1, 4, 2)
        low, high = np.floor(corners.min(axis=1)).astype(int), np.ceil(corners.max(axis=1)).astype(int)
        return [(*low[i].tolist(), *high[i].tolist()) for i in range(len(corners))]


def _within_memory(model: Any, picture: npt.NDArray[Any]) -> Any:
    """What a model makes of a picture; its engine fails in its own way where memory runs out."""
    try:
        return model(picture)
    except Exception as error:
        if "alloc" in str(error).lower():
            raise MemoryError from error
        raise


def _wide(picture: Picture) -> int:
    """The width of a line at the height that the model takes; it fills up short ones."""
    return max(_HEIGHT, _width(picture))


def _width(picture: Picture) -> int:
    high, wide = map(int, picture.shape)
    return ceil(wide * _HEIGHT / high)


def _batches(wide: Sequence[int]) -> Iterator[list[int]]:
    """Lines of like widths together, by their places: all are filled up to the widest of a batch."""
    some: list[int] = []
    for i in sorted(range(len(wide)), key=lambda i: wide[i]):
        if some and (len(some) + 1) * wide[i] > _BATCH:
            yield some
            some = []
        some.append(i)
    if some:
        yield some


def _batch(pictures: Sequence[Picture]) -> npt.NDArray[np.float32]:
    """Pictures of lines as the model takes them: of one height, values from -1 to 1, filled up with 0 to the widest."""
    out = np.zeros((len(pictures), 3, _HEIGHT, max(map(_wide, pictures))), np.float32)
    for i, picture in enumerate(pictures):
        width = max(8, _width(picture))
        out[i, :, :, :width] = cv2.resize(picture, (width, _HEIGHT)).astype(np.float32) / 127.5 - 1
    return out


def _begins(best: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """The steps at which a letter begins; 0 stands for none."""
    return (best > 0) & np.concatenate(([True], best[1:] != best[:-1]))


def _once(best: npt.NDArray[np.int64]) -> list[int]:
    return [int(i) for i in best[_begins(best)]]


@cache
def recognizer() -> Recognizer:
    """The models, loaded once for a process."""
    return Recognizer()
