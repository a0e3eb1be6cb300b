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


def subclasses_of(root: type[VoiceguideError]) -> list[type[VoiceguideError]]:
    return [root, *(each for child in root.__subclasses__() for each in subclasses_of(child))]


def test_every_error_here_has_one_root_and_stands_in_the_tree_of_the_docstring() -> None:
    here = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)]
    assert set(here) == set(subclasses_of(VoiceguideError))
    assert errors.__doc__
    assert all(kind.__name__ in errors.__doc__ for kind in here)


@pytest.mark.parametrize("kind", subclasses_of(VoiceguideError))
def test_request_errors_exit_2_and_others_1(kind: type[VoiceguideError]) -> None:
    assert kind.exit_code == (2 if issubclass(kind, RequestError) else 1)


def test_a_problem_names_its_place_what_is_wrong_and_what_to_do() -> None:
    assert str(Problem("a.md", 3, 5, "Wrong.", "Mend it.")) == "a.md:3:5: Wrong. Mend it."
    assert str(Problem("a.md", 3, 5, "Wrong.")) == "a.md:3:5: Wrong."


@given(st.lists(PROBLEMS))
def test_script_error_lists_each_problem_once_in_file_order(problems: list[Problem]) -> None:
    error = ScriptError(problems)
    assert set(error.problems) == set(problems)
    assert list(error.problems) == sorted(set(problems))
    assert str(error).splitlines() == [str(problem) for problem in error.problems]


@pytest.mark.parametrize("kind", subclasses_of(VoiceguideError))
def test_error_survives_pickling(kind: type[VoiceguideError]) -> None:
    told = [Problem("a.md", 3, 5, "Wrong.", "Mend it.")] if kind is ScriptError else "It is wrong."
    error = kind(told)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - it was written one line above
    assert type(again) is kind
    assert str(again) == str(error)
    assert vars(again) == vars(error)


def test_error_text_is_its_message() -> None:
    assert str(FileError("x.mp3 cannot be written.")) == "x.mp3 cannot be written."
