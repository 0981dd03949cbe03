"""Who wants to know whether somebody is a patient or a client, and every way to ask; no tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import islice
from types import GeneratorType
from typing import Any

import attrs

import neighborbook as nb
from neighborbook.cli.failing import words_of
from neighborbook.desk.asking import Asked
from neighborbook.desk.importing.values import ImportRow, Outcome
from tests.integration.hidden import CENTER, DAYS, GENERAL, HIDDEN, TALK, VICTIM, WEEK, Town


@attrs.frozen
class Spy:
    """Somebody who asks, and the booking of one's own with which one may ask more."""

    desk: nb.Desk
    name: str
    hidden: tuple[str, ...]
    own: str = ""

    @property
    def guest(self) -> dict[str, Any]:
        """A meeting of one's own to which the victim would come."""
        return {"organizer": self.name, "attendees": [VICTIM]}


def spying(there: Town, party: str | None) -> Spy:
    """Return somebody's eyes, with a meeting next month of one's own."""
    desk, name = there.desk.acting_as(party), party or "chen-jie"
    made = answer(lambda: desk.book("hall", start="2026-12-20 10:00", length="15m", organizer=name))
    own = made.id if isinstance(made, nb.Booking) else "none"
    return Spy(desk, name, there.hidden, own)


def answer(call: Callable[[], object]) -> object:
    """Return what a call answers, or with which error."""
    try:
        found = call()
        return list(islice(found, 500)) if isinstance(found, GeneratorType) else found
    except nb.NeighborbookError as error:
        return error


def said(found: object) -> str:
    """Write down all that can be told of an answer, a refusal, or a fault."""
    if isinstance(found, nb.Desk):
        return "a desk"
    if isinstance(found, nb.NeighborbookError):
        words = [words_of(found, language) for language in ("en", "zh")]
        return "\n".join([repr(found), repr(found.args), repr(vars(found)), *words])
    if isinstance(found, nb.Decision):
        return "\n".join([repr(found), found.text("en"), found.text("zh")])
    return repr(found)


def answers(call: Callable[[Any], object], to: Iterable[Any]) -> list[str]:
    """Write down what a call says to each of these."""
    return [said(answer(partial(call, one))) for one in to]


def by_the_hour(spy: Spy, start: str) -> list[str]:
    """Ask in each way in which an hour can be asked about; some of them in turn.

    Their own tests ask about the station and the talks at every hour.
    """
    desk, guest, hour = spy.desk, spy.guest, int(start[11:13])
    meeting: dict[str, Any] = {"start": start, "length": "15m"}
    cut: dict[str, Any] = {"start": start, "length": "30m"}
    visit, talk = {"start": start, **GENERAL}, {"start": start, **TALK}
    always: list[Callable[[], object]] = [
        lambda: desk.explain("hall", **meeting, **guest),
        lambda: desk.explain("haircut", **cut, **guest),
        lambda: desk.change(spy.own, start=start, attendees=[VICTIM]),
    ]
    in_turn: list[Callable[[], object]] = [
        lambda: desk.explain("station", **visit, organizer=VICTIM),
        lambda: desk.explain("station", **visit, **guest),
        lambda: desk.explain("counseling", **talk, organizer=VICTIM),
        lambda: desk.explain("counseling", **talk, **guest),
        lambda: desk.explain("haircut", **cut, organizer=VICTIM),
        lambda: desk.book("hall", **meeting, **guest),
        lambda: desk.hold("haircut", **cut, **guest),
        lambda: desk.book("station", **visit, organizer=VICTIM),
        lambda: desk.hold("counseling", **talk, organizer=VICTIM),
        lambda: desk.change(spy.hidden[hour % 2], start=start),
    ]
    number = hour + 24 * int(start[8:10])
    some = (in_turn[number % len(in_turn)],) if hour not in HIDDEN else in_turn
    return [said(answer(call)) for call in (*always, *some)]


def in_ones_own_name(spy: Spy, start: str) -> list[str]:
    """Ask for an appointment of one's own: who is there already shows, and whose it is does not."""
    desk = spy.desk
    return answers(
        lambda call: call(start=start, organizer=spy.name),
        (
            partial(desk.explain, "station", **GENERAL),
            partial(desk.explain, "counseling", **TALK),
            partial(desk.book, "station", key="mine", **GENERAL),
        ),
    )


def imports(spy: Spy, hour: int = 0, **how: Any) -> list[str]:
    """Bring in what would be of the victim, at an hour of each day, and hear of each row."""
    heard: list[Outcome] = []
    at = [f"{day} {hour:02}:00" for day in DAYS]
    visits = [Asked(what="station", start=one, organizer=VICTIM, **GENERAL) for one in at]
    talks = [Asked(what="counseling", start=one, organizer=VICTIM, **TALK) for one in at]
    meetings = [Asked(what="hall", start=one, length="15m", **spy.guest) for one in at]
    cuts = [Asked(what="haircut", start=one, length="30m", **spy.guest) for one in at]
    named = [(f"{one.what}:{one.start}", one) for one in (*visits, *talks, *meetings, *cuts)]
    rows = [ImportRow(line=n, key=key, asked=one) for n, (key, one) in enumerate(named)]
    done = answer(lambda: spy.desk.bring_in(rows, told=heard.append, **how))
    return [said(done), *map(said, heard)]


Question = Callable[[Spy], object]


def of_each(call: str) -> Question:
    """Try a verb on whatever is hidden, by the ids that it has, or would have."""

    def ask(spy: Spy) -> object:
        more = ("called",) if call == "advance" else ()
        return answers(lambda id: getattr(spy.desk, call)(id, *more), spy.hidden)

    return ask


def calendars(spy: Spy) -> object:
    """Read each calendar in each of its forms."""
    of = [{"resource": id} for id in ("dr-a", "r1", "an", "counsel-room", "hall", "chair")]
    of += [{"offering": id} for id in ("station", "counseling", "hall", "haircut")]
    of += [{"party": VICTIM}, {"party": spy.name}, {"organization": "acme"}]
    forms: tuple[dict[str, Any], ...] = ({}, {"busy": True}, {"freebusy": True})
    return answers(
        lambda words: spy.desk.calendar(**words), [what | form for what in of for form in forms]
    )


def lists(spy: Spy) -> object:
    """List bookings by whatever they can be sought by."""
    by: list[dict[str, Any]] = [
        {},
        {"party": VICTIM},
        {"organizer": VICTIM},
        {"resource": "dr-a"},
        {"resource": "an"},
    ]
    by += [{"offering": "station"}, {"offering": "counseling"}, {"offering": "nothing"}]
    by += [{"state": state} for state in nb.State] + [{"organizer": "acme"}]
    return answers(lambda words: list(spy.desk.bookings(**words)), by)


def searches(spy: Spy) -> object:
    """Search for slots to which the victim would come, and for nothing there is."""
    station, talks = {**WEEK, **GENERAL}, {**WEEK, **TALK}
    of = [
        ("station", {**station, "organizer": VICTIM}),
        ("counseling", talks | {"organizer": VICTIM}),
    ]
    of += [("station", {**station, **spy.guest}), ("counseling", {**talks, **spy.guest})]
    of += [(id, {**WEEK, "length": "1h", **spy.guest}) for id in ("hall", "haircut", "nothing")]
    of += [("hall", {**WEEK, "length": "1h", "resource": "nothing"})]
    return answers(lambda one: spy.desk.slots(one[0], **one[1]), of)


def changes(spy: Spy) -> object:
    """Read the log from its start, from any token, and page by page."""
    every = spy.desk.changes(limit=10_000)
    tokens = [f"anping:{number}" for number in (0, 1, 5, 9, 50, 10_000)]
    pages = answers(lambda token: spy.desk.changes(since=token), tokens)
    return [said(every), *pages, *answers(lambda most: spy.desk.changes(limit=most), (1, 2, 3))]


def once_reopened(spy: Spy) -> object:
    with spy.desk.frozen() as still:
        return [said(answer(still.changes)), lists(attrs.evolve(spy, desk=still))]


QUESTIONS: Mapping[str, Question] = {
    "acting_as": lambda spy: spy.desk.acting_as(spy.name),
    "load": lambda spy: spy.desk.load(CENTER, preview=True),
    "frozen": once_reopened,
    "offerings": lambda spy: spy.desk.offerings(),
    "resources": lambda spy: spy.desk.resources(),
    "room_types": lambda spy: sorted(spy.desk.room_types()),
    "slots": searches,
    "explain": lambda spy: spy.desk.explain("nothing", start=DAYS[0], length="1h"),
    "book": lambda spy: answers(
        lambda key: spy.desk.book("hall", start=f"{DAYS[6]} 10:00", length="1h", key=key),
        ("mine", "talk"),
    ),
    "hold": lambda spy: spy.desk.hold("hall", start=f"{DAYS[6]} 12:00", length="1h", key="talk"),
    "bookings": lists,
    "changes": changes,
    "day": lambda spy: answers(spy.desk.day, DAYS),
    "closures": lambda spy: spy.desk.closures(),
    "usage": lambda spy: answers(spy.desk.usage, (VICTIM, "acme", spy.name)),
    "calendar": calendars,
    "settle": lambda spy: spy.desk.settle(),
    "bring_in": lambda spy: imports(spy, preview=True),
    "bring_people_in": lambda spy: spy.desk.bring_people_in([], preview=True),
    "bring_closures_in": lambda spy: spy.desk.bring_closures_in([], preview=True),
    "imports": lambda spy: spy.desk.imports(),
    "undo_import": lambda spy: spy.desk.undo_import("0" * 32),
    "exported": lambda spy: list(spy.desk.exported()),
    "exported_closures": lambda spy: spy.desk.exported_closures(),
    "exported_people": lambda spy: list(spy.desk.exported_people()),
    "check": lambda spy: spy.desk.check(),
    "following": lambda spy: spy.desk.following(),
    "notices": lambda spy: spy.desk.notices(),
    "told": of_each("told"),
    "holidays": lambda spy: spy.desk.holidays(),
    "close": lambda spy: spy.desk.close("dr-a", **WEEK, preview=True),
    "affected": of_each("affected"),
    "reopen": of_each("reopen"),
    "outage": lambda spy: spy.desk.outage(start="2026-11-20", end="2026-11-21"),
    "change": of_each("change"),
    **{
        call: of_each(call)
        for call in (
            *("booking", "history", "extend", "confirm", "approve", "decline", "cancel"),
            *("restore", "check_in", "complete", "no_show", "advance"),
        )
    },
    "people.register": lambda spy: spy.desk.people.register(VICTIM, name="Li"),
    "people.register_organization": lambda spy: spy.desk.people.register_organization(
        VICTIM, name="Li"
    ),
    "people.change": lambda spy: spy.desk.people.change(VICTIM, phone="1"),
    "people.state": lambda spy: spy.desk.people.state(VICTIM, "a", "b"),
    "people.disable": lambda spy: spy.desk.people.disable(VICTIM),
    "people.enable": lambda spy: spy.desk.people.enable(VICTIM),
    "people.link": lambda spy: spy.desk.people.link(
        spy.name, "proxy_for", VICTIM, until="2027-01-01"
    ),
    "people.grant": lambda spy: spy.desk.people.grant(spy.name, "carer", room_types=["clinic"]),
    "people.revoke": lambda spy: spy.desk.people.revoke(VICTIM, "staff"),
    "people.person": lambda spy: spy.desk.people.person(VICTIM),
    "people.organization": lambda spy: spy.desk.people.organization("acme"),
    "people.find": lambda spy: spy.desk.people.find("li"),
    "people.export": lambda spy: spy.desk.people.export(VICTIM),
    "people.erase": lambda spy: spy.desk.people.erase(VICTIM),
    "people.reapply_erasures": lambda spy: spy.desk.people.reapply_erasures(),
    "people.roll_call": lambda spy: spy.desk.people.roll_call(),
    "people.retain": lambda spy: spy.desk.people.retain(),
    "people.hand_over": lambda spy: spy.desk.people.hand_over(
        VICTIM, "wang-fang", organization="acme"
    ),
    "people.unlink": lambda spy: spy.desk.people.unlink(VICTIM, "employee_of", "acme"),
}
"""Each call that there is, as somebody would make it who wants to learn of the victim.

An employer may hand over what a leaver booked, and dismiss her: these come last.
"""
