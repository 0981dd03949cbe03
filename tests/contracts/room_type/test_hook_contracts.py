"""The contracts of plugins that provide facts or check: kept by right ones, not by faulty."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

import pytest

import neighborbook as nb
from neighborbook.testing import CheckContract, FactsContract

STAFF = nb.Facts(party="chen", roles=frozenset({"staff"}))
MEMBER = nb.Facts(party="li-wei", organizations=frozenset({"acme"}))


class Directory:
    name = "directory"
    api = 1

    @nb.hookimpl
    def provide_facts(self, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        return {one.party: one for one in (STAFF, MEMBER) if one.party in parties}


class TestADirectory(FactsContract):
    plugin: ClassVar[Callable[[], object]] = Directory
    known = ("chen", "li-wei")


class KnowsNobody(Directory):
    @nb.hookimpl
    def provide_facts(self, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        return {}


class TellsOfEverybody(Directory):
    @nb.hookimpl
    def provide_facts(self, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        return {"chen": STAFF, "li-wei": MEMBER}


class RaisesForStrangers(Directory):
    @nb.hookimpl
    def provide_facts(self, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        known = {"chen": STAFF, "li-wei": MEMBER}
        return {party: known[party] for party in parties}


class TrustsStrangers(Directory):
    @nb.hookimpl
    def provide_facts(self, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        return {one: nb.Facts(party=one, roles=frozenset({"staff"})) for one in parties}


class TellsOnlyOnce(Directory):
    def __init__(self) -> None:
        self.told: set[str] = set()

    @nb.hookimpl
    def provide_facts(self, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        new = {party for party in parties if party not in self.told}
        self.told |= new
        return {one.party: one for one in (STAFF, MEMBER) if one.party in new}


class MixesPeopleUp(Directory):
    @nb.hookimpl
    def provide_facts(self, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        return {one: STAFF for one in parties if one in {"chen", "li-wei"}}


class WritesRolesAsText(Directory):
    @nb.hookimpl
    def provide_facts(self, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        known = ("chen", "li-wei")
        return {
            one: nb.Facts(party=one, roles="staff")  # type: ignore[arg-type]
            for one in parties
            if one in known
        }


class IsOfAnotherApi(Directory):
    api = 2


FAULTY_FACTS: list[tuple[type[Directory], str]] = [
    (KnowsNobody, "test_it_knows_whom_it_must_know"),
    (MixesPeopleUp, "test_it_knows_whom_it_must_know"),
    (WritesRolesAsText, "test_it_knows_whom_it_must_know"),
    (TellsOfEverybody, "test_it_answers_only_for_those_asked_about"),
    (RaisesForStrangers, "test_strangers_are_unknown_and_nothing_raises"),
    (TrustsStrangers, "test_strangers_are_unknown_and_nothing_raises"),
    (TellsOnlyOnce, "test_asking_again_or_together_tells_the_same"),
    (IsOfAnotherApi, "test_it_can_be_enabled"),
]


@pytest.mark.parametrize(
    ("faulty", "test"), FAULTY_FACTS, ids=[f"{one.__name__} fails {t}" for one, t in FAULTY_FACTS]
)
def test_a_faulty_directory_breaks_the_contract(faulty: type[Directory], test: str) -> None:
    class Contract(TestADirectory):
        plugin = faulty

    with pytest.raises(AssertionError):
        getattr(Contract(), test)()


# Checking --------------------------------------------------------------------------------------

CENTER = """
center = { id = "anping", zone = "Asia/Shanghai", hours = "office" }
resource.hall = {}
[hours.office]
daily = "08:00-20:00"
[offering.room]
places = ["hall"]
"""
Page = tuple[nb.Candidate, ...]
Pairs = Iterator[tuple[nb.Candidate, nb.Refusal]]


def quiet(severity: nb.Severity = nb.Severity.HARD, code: str = "X_QUIET") -> nb.Refusal:
    return nb.Refusal(code=code, rule="quiet-hours", severity=severity)


class QuietHours:
    """Nothing begins between one and two o'clock."""

    name = "quiet-hours"
    api = 1

    @nb.hookimpl
    def check_booking(self, ask: nb.Ask, candidates: Page) -> Pairs:
        return ((one, quiet()) for one in candidates if ask.local(one.start).hour == 13)


class TestQuietHours(CheckContract):
    plugin: ClassVar[Callable[[], object]] = QuietHours
    center = CENTER
    now = "2026-11-23 09:00"
    request: ClassVar = {
        "what": "room",
        "start": "2026-11-25 10:00",
        "end": "2026-11-25 12:00",
        "organizer": "acme",
    }
    refused: ClassVar = {**request, "start": "2026-11-25 13:00", "end": "2026-11-25 14:00"}


class AlwaysQuiet(QuietHours):
    @nb.hookimpl
    def check_booking(self, ask: nb.Ask, candidates: Page) -> Pairs:
        return ((one, quiet()) for one in candidates)


class NeverQuiet(QuietHours):
    @nb.hookimpl
    def check_booking(self, ask: nb.Ask, candidates: Page) -> Pairs:
        return iter(())


class RefusesByRaising(QuietHours):
    @nb.hookimpl
    def check_booking(self, ask: nb.Ask, candidates: Page) -> Pairs:
        if ask.local(ask.request.start).hour == 13:
            raise RuntimeError("quiet")
        return iter(())


class JudgesThePage(QuietHours):
    @nb.hookimpl
    def check_booking(self, ask: nb.Ask, candidates: Page) -> Pairs:
        hour = ask.local(ask.request.start).hour
        return ((one, quiet()) for one in candidates if hour == 13)


class SaysItOnce(QuietHours):
    def __init__(self) -> None:
        self.said = False

    @nb.hookimpl
    def check_booking(self, ask: nb.Ask, candidates: Page) -> Pairs:
        first, self.said = not self.said, True
        return ((one, quiet()) for one in candidates if first)


class InventsACode(QuietHours):
    @nb.hookimpl
    def check_booking(self, ask: nb.Ask, candidates: Page) -> Pairs:
        return ((one, quiet(nb.Severity.WARNING, "QUIET")) for one in candidates)


class CallsItApproval(QuietHours):
    @nb.hookimpl
    def check_booking(self, ask: nb.Ask, candidates: Page) -> Pairs:
        return ((one, quiet(nb.Severity.APPROVAL)) for one in candidates)


class HasNoHook:
    name = "quiet-hours"
    api = 1


FAULTY_CHECKS: list[tuple[Callable[[], object], str]] = [
    (AlwaysQuiet, "test_what_must_be_accepted_is_accepted"),
    (NeverQuiet, "test_what_must_be_refused_is_refused_because_of_it"),
    (RefusesByRaising, "test_what_must_be_refused_is_refused_because_of_it"),
    (RefusesByRaising, "test_it_is_pure_and_the_same_in_bulk"),
    (JudgesThePage, "test_it_is_pure_and_the_same_in_bulk"),
    (SaysItOnce, "test_it_is_pure_and_the_same_in_bulk"),
    (InventsACode, "test_it_is_pure_and_the_same_in_bulk"),
    (CallsItApproval, "test_it_is_pure_and_the_same_in_bulk"),
    (SaysItOnce, "test_explain_and_book_agree"),
    (HasNoHook, "test_it_can_be_enabled"),
]


@pytest.mark.parametrize(("faulty", "test"), FAULTY_CHECKS, ids=str)
def test_a_faulty_check_breaks_the_contract(faulty: Callable[[], object], test: str) -> None:
    class Contract(TestQuietHours):
        plugin = faulty
        shrinks = False

    with pytest.raises(AssertionError):
        getattr(Contract(), test)()
