from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping

import attrs
import pytest

from neighborbook import hookspecs
from neighborbook.codes import Code, Severity
from neighborbook.domain.catalog import Catalog, Center
from neighborbook.domain.demand import Demand
from neighborbook.domain.offering import Offering
from neighborbook.domain.party import PROGRAM, Facts
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.domain.slot import Request
from neighborbook.domain.text import Text
from neighborbook.hookspecs import hookimpl
from neighborbook.plugins import PluginSet

CENTER = Center(id="anping", name=Text.of("Anping"), zone="Asia/Shanghai")
SEEN = Seen()


def an_ask(start: int = 0) -> Ask:
    return Ask(
        request=Request(offering="hall", start=start, end=start + 3600, organizer="acme"),
        offering=Offering(id="hall", name=Text.of("Hall")),
        catalog=Catalog(center=CENTER, resources={}, offerings={}, hours={}),
        actor=PROGRAM,
        now=0,
    )


def candidates(count: int = 2) -> tuple[Candidate, ...]:
    return tuple(Candidate(ask=an_ask(3600 * number), demand=Demand()) for number in range(count))


def a_reason(rule: str = "own", code: str = "X_OWN") -> Refusal:
    return Refusal(code=code, rule=rule, severity=Severity.SOFT)


class Says:
    api = 1

    def __init__(self, name: str, *reasons: Refusal) -> None:
        self.name = name
        self.reasons = reasons

    @hookimpl
    def check_booking(
        self, candidates: tuple[Candidate, ...]
    ) -> Iterator[tuple[Candidate, Refusal]]:
        for candidate in reversed(candidates):
            for reason in self.reasons:
                yield candidate, reason


class Raises:
    name = "raises"
    api = 1

    @hookimpl
    def check_booking(
        self, candidates: tuple[Candidate, ...]
    ) -> Iterator[tuple[Candidate, Refusal]]:
        yield candidates[0], a_reason("said before")
        raise RuntimeError("li-wei has the measles")

    @hookimpl
    def provide_facts(self) -> Mapping[str, Facts]:
        raise RuntimeError("li-wei has the measles")


class Answers:
    """A plugin that answers its hooks with whatever it was given."""

    name = "answers"
    api = 1

    def __init__(self, answer: object) -> None:
        self.answer = answer

    @hookimpl
    def check_booking(self) -> object:
        return self.answer

    @hookimpl
    def provide_facts(self) -> object:
        return self.answer


class Knows:
    api = 1

    def __init__(self, name: str, *facts: Facts) -> None:
        self.name = name
        self.facts = facts

    @hookimpl
    def provide_facts(self, parties: tuple[str, ...]) -> Mapping[str, Facts]:
        self.asked = parties
        return {facts.party: facts for facts in self.facts}


def built(*extra: object) -> PluginSet:
    return PluginSet.build((), extra=extra)


# Checking --------------------------------------------------------------------------------------


def test_reasons_come_in_the_order_of_candidates_whatever_the_order_of_plugins() -> None:
    first, second = Says("b", a_reason("x"), a_reason("a")), Says("a", a_reason("m"))
    page = candidates(3)
    one = built(first, second).check_booking(an_ask(), page, SEEN)
    other = built(second, first).check_booking(an_ask(), page, SEEN)
    assert one == other
    assert [refusal.rule for _, refusal in one] == ["a", "m", "x"] * 3
    assert [id(candidate) for candidate, _ in one[::3]] == [id(candidate) for candidate in page]


def test_a_plugin_that_raises_refuses_every_candidate_and_the_others_are_still_asked() -> None:
    page = candidates(2)
    found = built(Raises(), Says("z", a_reason())).check_booking(an_ask(), page, SEEN)
    for number, candidate in enumerate(page):
        mine = [refusal for about, refusal in found if about is candidate]
        assert [refusal.code for refusal in mine] == [Code.PLUGIN_ERROR, "X_OWN"], number
        assert mine[0].severity is Severity.HARD
        assert (mine[0].rule, mine[0].subject) == ("plugin", "raises")


JUNK = [
    None,
    True,
    7,
    "no",
    [a_reason()],
    [(a_reason(), a_reason())],
    [(candidates(1)[0], a_reason())],
    {"refused": True},
    [None],
]


@pytest.mark.parametrize("answer", JUNK, ids=str)
def test_an_answer_that_is_no_list_of_reasons_refuses(answer: object) -> None:
    page = candidates(2)
    found = built(Answers(answer)).check_booking(an_ask(), page, SEEN)
    assert [refusal.code for _, refusal in found] == [Code.PLUGIN_ERROR] * 2


@pytest.mark.parametrize("code", ["full", "MY_OWN", ""])
def test_a_code_outside_the_closed_set_refuses(code: str) -> None:
    found = built(Says("z", a_reason(code=code))).check_booking(an_ask(), candidates(1), SEEN)
    assert [refusal.code for _, refusal in found] == [Code.PLUGIN_ERROR]


def test_nothing_is_asked_of_plugins_where_there_is_no_candidate() -> None:
    assert built(Raises()).check_booking(an_ask(), (), SEEN) == ()


def test_the_log_names_the_plugin_and_the_kind_of_error_but_not_what_it_says(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO, logger="neighborbook"):
        built(Raises()).check_booking(an_ask(), candidates(1), SEEN)
    assert "raises" in caplog.text
    assert "RuntimeError" in caplog.text
    assert "measles" not in caplog.text


def test_where_it_was_raised_stands_in_the_log_for_debugging_without_what_it_says(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Patients:
        name = "patients"
        api = 1

        @hookimpl
        def check_booking(self, ask: Ask) -> list[tuple[Candidate, Refusal]]:
            illness = "mumps"
            raise RuntimeError(f"{ask.request.organizer} has {illness}")

    with caplog.at_level(logging.DEBUG, logger="neighborbook"):
        built(Patients()).check_booking(an_ask(), candidates(1), SEEN)
    [where] = [record for record in caplog.records if record.levelno == logging.DEBUG]
    assert "test_plugins.py" in where.getMessage()
    assert "in check_booking" in where.getMessage()
    assert f"{an_ask().request.organizer} has mumps" not in caplog.text
    assert where.exc_info is None


def test_plugins_that_compare_equal_are_all_called() -> None:
    @attrs.frozen
    class Equal:
        name: str = attrs.field(eq=False)
        api = 1

        @hookimpl
        def check_booking(
            self, candidates: tuple[Candidate, ...]
        ) -> list[tuple[Candidate, Refusal]]:
            return [(candidates[0], a_reason(self.name))]

    found = built(Equal("one"), Equal("two")).check_booking(an_ask(), candidates(1), SEEN)
    assert [refusal.rule for _, refusal in found] == ["one", "two"]


# Providing -------------------------------------------------------------------------------------


def test_what_several_plugins_know_is_joined_whatever_their_order() -> None:
    first = Knows(
        "a", Facts(party="li", roles=frozenset({"staff"}), name="Li", organization_kind="")
    )
    second = Knows(
        "b",
        Facts(
            party="li",
            roles=frozenset({"approver"}),
            organizations=frozenset({"acme"}),
            name="Wei",
            organization_kind="member",
        ),
    )
    one = built(first, second).provide_facts(CENTER, ("li",))
    assert one == built(second, first).provide_facts(CENTER, ("li",))
    assert one.facts["li"] == Facts(
        party="li",
        roles=frozenset({"staff", "approver"}),
        organizations=frozenset({"acme"}),
        name="Li",
        organization_kind="member",
    )
    assert one.failed == ()


def test_parties_are_asked_about_once_and_sorted_and_facts_of_others_are_dropped() -> None:
    knows = Knows("a", Facts(party="li"), Facts(party="somebody-else"))
    provided = built(knows).provide_facts(CENTER, ("li", "acme", "li"))
    assert knows.asked == ("acme", "li")
    assert set(provided.facts) == {"li"}


def test_a_directory_that_raises_is_marked_and_the_others_are_still_asked() -> None:
    provided = built(Raises(), Knows("z", Facts(party="li"))).provide_facts(CENTER, ("li",))
    assert provided.failed == ("raises",)
    assert set(provided.facts) == {"li"}


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [Facts(party="li")],
        {"li": "staff"},
        {"li": Facts(party="other")},
        {"li": Facts(party="li", roles="staff")},  # type: ignore[arg-type]
    ],
    ids=str,
)
def test_facts_of_the_wrong_kind_count_as_a_failure(answer: object) -> None:
    provided = built(Answers(answer)).provide_facts(CENTER, ("li",))
    assert provided.failed == ("answers",)
    assert not provided.facts


# The hooks themselves --------------------------------------------------------------------------


def test_every_hook_says_what_it_promises_and_is_called_by_some_test_here() -> None:
    hooks = [name for name, found in vars(hookspecs).items() if hasattr(found, "neighborbook_spec")]
    assert sorted(hooks) == [
        "check_booking",
        "provide_closures",
        "provide_facts",
        "register_room_types",
    ]
    for name in hooks:
        assert len((getattr(hookspecs, name).__doc__ or "").split()) > 30, name
