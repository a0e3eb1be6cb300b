"""Shorter sessions: what leaves, and in which order."""

from __future__ import annotations

import pytest

from voiceguide import units
from voiceguide.checks.estimate import estimate
from voiceguide.errors import RequestError
from voiceguide.fit.fit import fit
from voiceguide.fit.variants import fallback_variants, shorter_variants
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library

LIBRARY = Library(shipped_dir())
HALF_MINUTE = units.to_samples(30)


def order_of_leaving(name: str) -> list[str]:
    """Return the optional techniques in the order of the session's “leave out first”, then the last one first."""
    session = LIBRARY.session(name)
    optional = [use.technique for use in session.uses if use.optional]
    named = ["bells", *(reference.name for reference in session.leave_out_first)]
    return [*named, *(technique for technique in reversed(optional) if technique not in named)]


@pytest.mark.parametrize("name", LIBRARY.session_names)
def test_optional_techniques_leave_in_the_author_s_order(name: str) -> None:
    plan = make_plan(LIBRARY.session(name), LIBRARY, Choices())
    has_optional = {planned.technique.name for planned in plan.techniques if planned.optional}
    left: list[str] = []
    for variant in shorter_variants(plan):
        kept = {planned.technique.name for planned in variant.techniques}
        left += [technique for technique in has_optional - kept if technique not in left]
        if has_optional <= {*left}:
            break
    assert left == [technique for technique in order_of_leaving(name) if technique in has_optional]


@pytest.mark.parametrize("name", LIBRARY.session_names)
def test_nothing_leaves_before_the_bells(name: str) -> None:
    session = LIBRARY.session(name)
    uses = {use.technique for use in session.uses}
    plan = make_plan(session, LIBRARY, Choices(bells=True))
    for variant in fallback_variants(plan):
        kept = {planned.technique.name for planned in variant.techniques}
        assert "bells" not in kept or uses <= kept
    for length in range(units.to_samples(60), session.length, HALF_MINUTE):
        try:
            fitted = fit(make_plan(session, LIBRARY, Choices(bells=True, length=length)), estimate)
        except RequestError:
            continue
        kept = {planned.technique.name for planned in fitted.techniques}
        assert "bells" not in kept or uses <= kept, units.format_clock(length)
