"""Mutants are killed by a test that sees their fault and by no other; a sample can be drawn again."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from tests.mutate import fork
from tests.mutate.mutants import ROOT, Mutant, equivalent, mutants, sample

NUMBERS = "tests/reading/test_numbers.py"


@pytest.fixture(scope="module")
def of_numbers() -> list[Mutant]:
    return mutants(["reading/sections/numbers.py"])


def test_a_sample_takes_each_place_once_and_can_be_drawn_again(of_numbers):
    drawn = sample(of_numbers, 10, seed=3)
    assert len({m.span for m in drawn}) == 10
    assert drawn == sample(of_numbers, 10, seed=3) != sample(of_numbers, 10, seed=4)


def test_a_mutant_is_the_module_with_one_line_changed(of_numbers):
    for mutant in of_numbers:
        before, after = mutant.diff
        assert before != after
        assert before in " ".join(x.strip() for x in (ROOT / mutant.path).read_text(encoding="utf-8").splitlines())
        compile(mutant.source, mutant.path, "exec")
    assert of_numbers


def test_annotations_and_decorators_are_left_alone():
    found = mutants(["store/versions.py", "query/figures.py", "form/rules.py"])
    assert found
    assert not [m for m in found if m.diff[0].startswith("@")]
    assert not [m for m in found if "BitOr" in m.operator and "None" in m.diff[0]]


def test_a_fault_fails_the_tests_that_see_it_and_no_others(of_numbers):
    """In a new process, because a process that has imported the sound module does not look for a faulty one."""
    broken = next(m for m in of_numbers if m.operator == "AddNot")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(fork.run, [NUMBERS, "-q"], [], 1).result() == "passed"
        assert pool.submit(fork.run, [NUMBERS, "-q"], [], 1, broken).result() == "failed"
        assert pool.submit(fork.run, ["tests/text/test_fold.py", "-q"], [], 1, broken).result() == "passed"


def test_what_is_listed_as_equivalent_is_still_in_the_program():
    for entry in equivalent():
        text = " ".join(x.strip() for x in (ROOT / entry["path"]).read_text(encoding="utf-8").splitlines())
        assert entry["before"] in text, entry
        assert entry["reason"], entry
