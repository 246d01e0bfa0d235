"""Modules → mutants, each with one small fault of Cosmic Ray's: a limit moved by one, a condition turned round."""

import ast
import difflib
import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.provider import OperatorProvider

ROOT = Path(__file__).parents[2]
ROOMS = (
    "text", "form", "bodies", "places", "language/numbers.py", "store", "checks", "reading", "ingest", "query",
    "output/tables.py", "output/summaries.py",
)  # fmt: skip
"""Of loaders/: where figures, bodies and years are worked out."""
_OPERATORS = (
    *(f"ReplaceComparisonOperator_{n}" for n in "Lt_LtE LtE_Lt Gt_GtE GtE_Gt Eq_NotEq NotEq_Eq Is_IsNot IsNot_Is".split()),
    *(f"ReplaceBinaryOperator_{n}" for n in "Add_Sub Sub_Add Mul_Div Div_Mul BitOr_BitAnd BitAnd_BitOr".split()),
    *(f"ReplaceUnaryOperator_Delete_{n}" for n in ("Not", "Invert", "USub")),
    "AddNot", "ReplaceAndWithOr", "ReplaceOrWithAnd", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue",
    "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "NumberReplacer", "ZeroIterationForLoop",
)  # fmt: skip
"""Those whose fault a programmer could have made; others raise at once, or remove a cache, which no test is to notice."""
Span = tuple[tuple[int, int], tuple[int, int]]
"""Line and column of start and end; lines count from 1."""


@dataclass(frozen=True)
class Mutant:
    path: str
    """Of the module, from the root of the repository."""
    span: Span
    operator: str
    occurrence: int
    """Which of the operator's places in the module."""

    @property
    def place(self) -> str:
        return f"{self.path}:{self.span[0][0]}"

    @cached_property
    def source(self) -> str:
        """The faulty module."""
        source = (ROOT / self.path).read_text(encoding="utf-8")
        return mutate_code(source, OperatorProvider()[self.operator](), self.occurrence)

    @cached_property
    def diff(self) -> tuple[str, str]:
        """The changed lines before and after, without indentation."""
        before = (ROOT / self.path).read_text(encoding="utf-8").splitlines()
        lines = list(difflib.unified_diff(before, self.source.splitlines(), n=0, lineterm=""))[3:]
        return tuple(" ".join(x[1:].strip() for x in lines if x[0] == sign) for sign in "-+")


def mutants(rooms: Sequence[str] = ROOMS) -> list[Mutant]:
    """Every mutant of some rooms, without those that no test can notice."""
    found = []
    for path in _modules(rooms):
        source = path.read_text(encoding="utf-8")
        nodes = list(ast_nodes(get_ast(source)))
        left_out = list(_left_out(source))
        for name in _OPERATORS:
            operator = OperatorProvider()[name]()
            spans = (span for node in nodes for span in operator.mutation_positions(node))
            for i, span in enumerate(spans):
                if not any(start <= span[0] < end for start, end in left_out):
                    found.append(Mutant(path.relative_to(ROOT).as_posix(), span, name, i))
    return found


def sample(found: Sequence[Mutant], size: int, seed: int) -> list[Mutant]:
    """One mutant of each of so many places, drawn evenly: a place with many mutants weighs no more than another."""
    rng = random.Random(seed)
    places = [list(same) for _, same in groupby(sorted(found, key=_where), key=_where)]
    return [rng.choice(same) for same in rng.sample(places, min(size, len(places)))]


def equivalent() -> list[dict[str, str]]:
    """Mutants that change nothing that can be seen: path, before, after and the reason."""
    return tomllib.loads((Path(__file__).with_name("equivalent.toml")).read_text(encoding="utf-8")).get("mutant", [])


def _where(mutant: Mutant) -> tuple[str, Span]:
    return mutant.path, mutant.span


def _modules(rooms: Sequence[str]) -> Iterator[Path]:
    for room in rooms:
        path = ROOT / "loaders" / room.removeprefix("loaders/")
        if not path.exists():
            raise SystemExit(f"loaders/{room} is no room and no module")
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def _left_out(source: str) -> Iterator[Span]:
    """What no test can notice: annotations, decorators (slots, caches) and the names that a module hands out."""
    for node in ast.walk(ast.parse(source)):
        parts = [
            getattr(node, "annotation", None),
            getattr(node, "returns", None),
            *getattr(node, "decorator_list", []),
        ]
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            parts.append(node.value)
        for part in parts:
            if isinstance(part, ast.expr):
                yield (part.lineno, part.col_offset), (part.end_lineno, part.end_col_offset)
