"""The contract of room types: right ones keep it; each fault fails the test it belongs to."""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import attrs
import pytest

import neighborbook as nb
from neighborbook.testing import RoomTypeContract

ROOT = Path(__file__).parents[3]
CENTER = """
center = { id = "anping", zone = "Asia/Shanghai", hours = "office" }
resource.hall = {}
resource.small = {}
[hours.office]
daily = "08:00-20:00"
[offering.room]
room_type = "studio"
places = [{ resource = "hall", most = 30 }, { resource = "small", most = 10 }]
"""
REQUEST = {
    "what": "room",
    "start": "2026-11-25 10:00",
    "end": "2026-11-25 12:00",
    "organizer": "acme",
    "title": "Rehearsal",
}


# Right ones ------------------------------------------------------------------------------------


class TestThePlainRoom(RoomTypeContract):
    room_type = nb.RoomType
    center = CENTER.replace('room_type = "studio"', "")
    request = REQUEST
    now = "2026-11-23 09:00"


@nb.details
class StudioDetails:
    band: str = nb.asks(
        label="Band", label_zh="乐队", privacy=nb.Privacy.MEMBER, default="", most=40
    )
    amplifiers: int = nb.asks(
        label="Amplifiers", label_zh="音箱数", privacy=nb.Privacy.MEMBER, default=0, most=8
    )


@attrs.frozen(kw_only=True)
class StudioSettings:
    loud_from: nb.Seconds = 0
    neighbors: bool = False


class Studio(nb.RoomType):
    """A right one: it asks, counts, warns, forbids, and says so in both languages."""

    name: ClassVar[str] = "studio"
    details: ClassVar[type] = StudioDetails
    settings: ClassVar[type] = StudioSettings
    privacy: ClassVar[nb.Privacy] = nb.Privacy.MEMBER
    labels: ClassVar[Mapping[str, nb.State]] = {"tuning": nb.State.CONFIRMED}
    moves: ClassVar[frozenset[tuple[str, str]]] = frozenset({("confirmed", "tuning")})
    texts: ClassVar[Mapping[str, nb.Text]] = {
        "loud": nb.Text.of({"en": "At most {most} amplifiers.", "zh": "音箱最多{most}台。"})
    }

    def check(
        self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen
    ) -> Iterable[tuple[nb.Candidate, nb.Refusal]]:
        for candidate in candidates:
            asked = candidate.ask.request.details
            if isinstance(asked, StudioDetails) and asked.amplifiers > 4:
                yield candidate, loud()


def loud(code: str = "X_LOUD", severity: nb.Severity = nb.Severity.HARD) -> nb.Refusal:
    return nb.Refusal(code=code, rule="loud", severity=severity, most=4)


class TestAStudio(RoomTypeContract):
    room_type: ClassVar[Callable[[], nb.RoomType]] = Studio
    center = CENTER
    request: ClassVar = {**REQUEST, "details": {"band": "Four", "amplifiers": 2}}
    now = "2026-11-23 09:00"


def the_tool_library() -> ModuleType:
    path = ROOT / "examples" / "tool_library" / "tool_library.py"
    spec = importlib.util.spec_from_file_location("contract_tool_library", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestTheToolLibrary(RoomTypeContract):
    room_type = the_tool_library().ToolLoan
    center = (ROOT / "examples" / "tool_library" / "center.toml").read_text(encoding="utf-8")
    request: ClassVar = {
        "what": "drill",
        "start": "2026-11-25",
        "end": "2026-11-26",
        "organizer": "li-wei",
        "details": {"number": 2},
    }
    now = "2026-11-23 09:00"


# Faulty ones -----------------------------------------------------------------------------------

Pairs = Iterator[tuple[nb.Candidate, nb.Refusal]]


class RefusesEverything(Studio):
    def check(self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen) -> Pairs:
        return ((candidate, loud()) for candidate in candidates)


class HasNoPlace(Studio):
    def demand(self, ask: nb.Ask) -> nb.Demand:
        return nb.Demand(refusals=(loud(),))


class Raises(Studio):
    def demand(self, ask: nb.Ask) -> nb.Demand:
        raise RuntimeError("studio")


class RaisesNowAndThen(Studio):
    def check(self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen) -> Pairs:
        for candidate in candidates:
            if candidate.ask.request.headcount > 20:
                raise KeyError("li-wei")
        return iter(())


class VariesInVain(Studio):
    def variations(self, ask: nb.Ask) -> Iterable[nb.Request]:
        raise ValueError("no idea")


class CountsItsCalls(Studio):
    def __init__(self) -> None:
        self.calls = itertools.count()

    def demand(self, ask: nb.Ask) -> nb.Demand:
        found = super().demand(ask)
        return found if next(self.calls) % 2 else attrs.evolve(found, joint=True)


class IsNotTimeless(Studio):
    timeless = True

    def demand(self, ask: nb.Ask) -> nb.Demand:
        return attrs.evolve(super().demand(ask), joint=ask.request.start // 86_400 % 2 == 0)


class TakesWhatIsNotThere(Studio):
    def demand(self, ask: nb.Ask) -> nb.Demand:
        take = nb.Take(leaf="hall", amount=0)
        option = nb.Option(resource="hall", takes=(take,))
        return nb.Demand(legs=(nb.Leg(role="place", options=(option,)),))


class HasManyLegs(Studio):
    def demand(self, ask: nb.Ask) -> nb.Demand:
        [leg] = super().demand(ask).legs or (nb.Leg(role="place", options=()),)
        return nb.Demand(legs=tuple(attrs.evolve(leg, role=str(n)) for n in range(9)))


class OneForThePage(Studio):
    def check(self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen) -> Pairs:
        return iter([(candidates[0], loud())] if len(candidates) > 1 else [])


class LooksAtTheAskOfThePage(Studio):
    def check(self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen) -> Pairs:
        late = ask.local(ask.request.start).hour >= 11
        return ((candidate, loud()) for candidate in candidates if late)


class Remembers(Studio):
    def __init__(self) -> None:
        self.said: set[int] = set()

    def check(self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen) -> Pairs:
        for candidate in candidates:
            if candidate.start not in self.said:
                self.said.add(candidate.start)
                yield candidate, loud(severity=nb.Severity.WARNING)


class SoftensWhatIsHard(Studio):
    def check(self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen) -> Pairs:
        return ((one, loud(nb.Code.CONFLICT_RESOURCE, nb.Severity.SOFT)) for one in candidates)


class InventsACode(Studio):
    def check(self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen) -> Pairs:
        return ((one, loud("TOO_LOUD", nb.Severity.WARNING)) for one in candidates)


class SaysItWithoutWords(Studio):
    texts: ClassVar[Mapping[str, nb.Text]] = {}

    def check(self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen) -> Pairs:
        return ((one, loud("X_LOUD", nb.Severity.WARNING)) for one in candidates)


class SaysItInEnglishAlone(Studio):
    texts: ClassVar[Mapping[str, nb.Text]] = {"loud": nb.Text.of({"en": "Too loud."})}


class SaysUnknownFacts(Studio):
    texts: ClassVar[Mapping[str, nb.Text]] = {
        "loud": nb.Text.of({"en": "Louder than {decibels}.", "zh": "超过{decibels}。"})
    }


class MovesNowhere(Studio):
    moves: ClassVar[frozenset[tuple[str, str]]] = frozenset({("confirmed", "tunning")})


class HasAReasonOfManyWords(Studio):
    reasons: ClassVar[Mapping[str, nb.Text]] = {
        "Too loud!": nb.Text.of({"en": "Too loud", "zh": "太吵"})
    }


class OverlapsWithLetters(Studio):
    may_overlap: ClassVar[frozenset[str]] = "meals"  # type: ignore[assignment]


class TellsTheBand(Studio):
    privacy: ClassVar[nb.Privacy] = nb.Privacy.PUBLIC

    def title(self, booking: nb.Booking, audience: nb.Audience) -> str:
        band = booking.details.band if isinstance(booking.details, StudioDetails) else ""
        return f"{booking.title} ({band})"


class TellsTheOrganizer(Studio):
    privacy: ClassVar[nb.Privacy] = nb.Privacy.PUBLIC

    def title(self, booking: nb.Booking, audience: nb.Audience) -> str:
        return f"{booking.organizer}: {booking.title}"


class TellsTheHouseholdToo(Studio):
    privacy: ClassVar[nb.Privacy] = nb.Privacy.CARE

    def title(self, booking: nb.Booking, audience: nb.Audience) -> str:
        return booking.title


class OpensWhatIsSealed(Studio):
    privacy: ClassVar[nb.Privacy] = nb.Privacy.SEALED

    def privacy_of(self, booking: nb.Booking) -> nb.Privacy:
        return nb.Privacy.PUBLIC


class FindsPeopleNowhere(Studio):
    def rooms_of(
        self, booking: nb.Booking, offering: nb.Offering, catalog: nb.Catalog
    ) -> tuple[str, ...]:
        return ("the-moon",)


class CallsAnAnswerByAWord(Studio):
    def answers(self, offering: nb.Offering) -> Mapping[str, Mapping[str, nb.Text]]:
        return {next(iter(attrs.fields_dict(self.details))): {"one": "One"}}  # type: ignore[dict-item]


class NamesAnswersToNothing(Studio):
    def answers(self, offering: nb.Offering) -> Mapping[str, Mapping[str, nb.Text]]:
        return {"moon": {"full": nb.Text.of("Full moon")}}


class TellsByLetters(Studio):
    def told_by(self, booking: nb.Booking) -> frozenset[str]:
        return "mail"  # type: ignore[return-value]


@nb.details
class Unbounded(StudioDetails):
    """A field whose type says nothing."""

    tags: Any = nb.asks(label="Tags", label_zh="标签", privacy=nb.Privacy.PUBLIC, default=None)


class TakesAnyDetails(Studio):
    details: ClassVar[type] = Unbounded


class ForgetsOldDetails(Studio):
    details_version: ClassVar[int] = 2


class LosesOldDetails(Studio):
    details_version: ClassVar[int] = 2

    def upgrade(self, stored: Mapping[str, object], version: int) -> Mapping[str, object]:
        return stored


@attrs.frozen(kw_only=True)
class Demanding:
    decibels: int


class NeedsANumber(Studio):
    settings: ClassVar[type] = Demanding


class IsForgetful(Studio):
    def late_after(self, ask: nb.Ask) -> int:
        return int("soon")


FAULTY = [
    (RefusesEverything, "test_the_request_that_must_be_accepted_is_accepted"),
    (HasNoPlace, "test_the_request_that_must_be_accepted_is_accepted"),
    (Raises, "test_the_request_that_must_be_accepted_is_accepted"),
    (IsForgetful, "test_the_request_that_must_be_accepted_is_accepted"),
    (RefusesEverything, "test_what_slots_lists_can_be_booked"),
    (Remembers, "test_checking_in_bulk_is_checking_one_by_one"),
    (RaisesNowAndThen, "test_it_raises_nowhere"),
    (VariesInVain, "test_it_raises_nowhere"),
    (Raises, "test_it_raises_nowhere"),
    (CountsItsCalls, "test_a_demand_is_pure_and_within_bounds"),
    (IsNotTimeless, "test_a_demand_is_pure_and_within_bounds"),
    (TakesWhatIsNotThere, "test_a_demand_is_pure_and_within_bounds"),
    (HasManyLegs, "test_a_demand_is_pure_and_within_bounds"),
    (OneForThePage, "test_checking_in_bulk_is_checking_one_by_one"),
    (LooksAtTheAskOfThePage, "test_checking_in_bulk_is_checking_one_by_one"),
    (SoftensWhatIsHard, "test_checking_in_bulk_is_checking_one_by_one"),
    (InventsACode, "test_checking_in_bulk_is_checking_one_by_one"),
    (SaysItWithoutWords, "test_checking_in_bulk_is_checking_one_by_one"),
    (SaysItInEnglishAlone, "test_what_it_declares_is_complete"),
    (SaysUnknownFacts, "test_what_it_declares_is_complete"),
    (MovesNowhere, "test_what_it_declares_is_complete"),
    (HasAReasonOfManyWords, "test_what_it_declares_is_complete"),
    (OverlapsWithLetters, "test_what_it_declares_is_complete"),
    (NeedsANumber, "test_what_it_declares_is_complete"),
    (TellsTheBand, "test_no_title_tells_what_its_audience_may_not_see"),
    (TellsTheOrganizer, "test_no_title_tells_what_its_audience_may_not_see"),
    (TellsTheHouseholdToo, "test_no_title_tells_what_its_audience_may_not_see"),
    (OpensWhatIsSealed, "test_no_title_tells_what_its_audience_may_not_see"),
    (CallsAnAnswerByAWord, "test_its_answers_have_names"),
    (NamesAnswersToNothing, "test_its_answers_have_names"),
    (TellsByLetters, "test_it_says_by_what_its_people_may_be_told"),
    (FindsPeopleNowhere, "test_it_says_in_which_rooms_its_people_are"),
    (TakesAnyDetails, "test_details_are_bounded"),
    (ForgetsOldDetails, "test_stored_details_are_read_again"),
]


@pytest.mark.parametrize(
    ("kind", "test"), FAULTY, ids=[f"{kind.__name__} fails {test}" for kind, test in FAULTY]
)
def test_a_faulty_room_type_breaks_the_contract(kind: type[nb.RoomType], test: str) -> None:
    class Contract(TestAStudio):
        room_type = kind
        shrinks = False

    with pytest.raises(AssertionError):
        getattr(Contract(), test)()


def test_details_of_an_older_version_must_be_upgraded() -> None:
    class Contract(TestAStudio):
        room_type = LosesOldDetails
        stored: ClassVar = {1: {"orchestra": "Four"}}

    with pytest.raises(AssertionError, match="version 1 is not upgraded"):
        Contract().test_stored_details_are_read_again()


def test_a_contract_without_a_request_that_is_accepted_proves_nothing() -> None:
    class Contract(TestAStudio):
        request: ClassVar = {**REQUEST, "details": {"amplifiers": 8}}

    with pytest.raises(AssertionError, match="refused"):
        Contract().test_the_request_that_must_be_accepted_is_accepted()
