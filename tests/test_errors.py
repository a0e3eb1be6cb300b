from __future__ import annotations

import inspect
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide import errors
from voiceguide.errors import FileError, Problem, RequestError, ScriptError, VoiceguideError

PROBLEMS = st.builds(
    Problem, st.sampled_from("ab"), st.integers(1, 3), st.integers(1, 3), st.sampled_from("xy")
)


def family(root: type[VoiceguideError]) -> list[type[VoiceguideError]]:
    return [root, *(each for child in root.__subclasses__() for each in family(child))]


def test_every_error_here_has_one_root_and_stands_in_the_tree_of_the_docstring() -> None:
    here = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)]
    assert set(here) == set(family(VoiceguideError))
    assert errors.__doc__
    assert all(kind.__name__ in errors.__doc__ for kind in here)


@pytest.mark.parametrize("kind", family(VoiceguideError))
def test_what_was_asked_wrongly_exits_2_and_all_else_1(kind: type[VoiceguideError]) -> None:
    assert kind.exit_code == (2 if issubclass(kind, RequestError) else 1)


def test_a_problem_names_its_place_what_is_wrong_and_what_to_do() -> None:
    assert str(Problem("a.md", 3, 5, "Wrong.", "Mend it.")) == "a.md:3:5: Wrong. Mend it."
    assert str(Problem("a.md", 3, 5, "Wrong.")) == "a.md:3:5: Wrong."


@given(st.lists(PROBLEMS))
def test_a_script_error_tells_each_problem_once_in_the_order_of_the_file(problems: list[Problem]) -> None:
    error = ScriptError(problems)
    assert set(error.problems) == set(problems)
    assert list(error.problems) == sorted(set(problems))
    assert str(error).splitlines() == [str(problem) for problem in error.problems]


@pytest.mark.parametrize("kind", family(VoiceguideError))
def test_an_error_of_another_process_is_told_in_the_same_words(kind: type[VoiceguideError]) -> None:
    told = [Problem("a.md", 3, 5, "Wrong.", "Mend it.")] if kind is ScriptError else "It is wrong."
    error = kind(told)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - it was written one line above
    assert type(again) is kind
    assert str(again) == str(error)
    assert vars(again) == vars(error)


def test_the_text_of_an_error_is_what_a_person_reads() -> None:
    assert str(FileError("x.mp3 cannot be written.")) == "x.mp3 cannot be written."
