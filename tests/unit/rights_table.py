"""A small town, and who may do what in it: the table of ``test_rights_of_every_call``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import attrs

import neighborbook as nb

WHO = (
    *("owner", "colleague", "guardian", "proxy", "other-firm"),
    *("other-center", "staff", "carer", "stranger", "disabled"),
)
PEOPLE: Mapping[str, Mapping[str, str]] = {"visit": {"owner": "na"}, "meeting": {"owner": "boss"}}
"""Who is meant by a word, where that depends on the booking."""

DAY = "2026-12-01"
TITLE = "Not for all"


class Clock:
    """Noon of 23 November 2026 in Shanghai."""

    def now(self) -> int:
        return 1795406400


class Care(nb.RoomType):
    """A room type whose bookings are nobody else's business."""

    name = "care"
    privacy = nb.Privacy.CARE


class Bringing:
    """Brings it."""

    name, api = "bringing", 1

    @nb.hookimpl
    def register_room_types(self) -> Iterable[nb.RoomType]:
        return [Care()]


def file_of(center: str) -> str:
    return f"""
center = {{ id = "{center}", zone = "Asia/Shanghai", check_in = "door" }}
resource.hall = {{}}
resource.doctor = {{}}
[offering.meeting]
places = ["hall"]
[offering.visit]
room_type = "care"
places = ["doctor"]
[offering.asked-meeting]
places = ["hall"]
approval = true
[offering.asked-visit]
room_type = "care"
places = ["doctor"]
approval = true
"""


@attrs.frozen(kw_only=True)
class World:
    """What there is to act on, once for a child's visit and once for a firm's meeting."""

    ids: Mapping[str, str]
    about: str = ""

    @property
    def organizer(self) -> str:
        return "na" if self.about == "visit" else "acme"

    @property
    def place(self) -> str:
        return "doctor" if self.about == "visit" else "hall"

    @property
    def times(self) -> dict[str, str]:
        hour = {"start": f"{DAY} 18:00", "length": "1h"}
        return {**hour, "organizer": self.organizer, "resource": self.place}

    def id(self, state: str) -> str:
        return self.ids[f"{state} {self.about}"]

    def opened(self, path: Path) -> nb.Desk:
        return nb.open(path, center="here", clock=Clock(), plugins=[Bringing()])


def build(path: Path) -> World:
    """Write the town into a file."""
    with nb.open(path, center="there", clock=Clock(), plugins=[Bringing()]) as far:
        far.load(file_of("there"))
        far.people.register("other-center", name="From afar")
        far.people.grant("other-center", "staff")
    ids: dict[str, str] = {}
    world = World(ids=ids)
    with world.opened(path) as desk:
        desk.load(file_of("here"))
        _people(desk.people)
        for about in ("visit", "meeting"):
            subject = attrs.evolve(world, about=about)
            _bookings(desk if about == "visit" else desk.acting_as("boss"), desk, subject, ids)
        ids["closure"] = desk.close("hall", start="2026-12-20", end="2026-12-21", reason="!").id
        desk.settle()
    return world


def _people(people: nb.People) -> None:
    for id in (*WHO[1:5], *WHO[6:], "boss"):
        people.register(id, name=id.title())
    people.register("na", name="Na", born_on="2016-01-01", grid="3", phone="5550101")
    people.register_organization("acme", name="Acme", managers=["boss"])
    people.register_organization("bolt", name="Bolt", managers=["other-firm"])
    for id in ("colleague", "disabled"):
        people.link(id, "employee_of", "acme")
    for id in ("guardian", "disabled"):
        people.link(id, "guardian_of", "na")
    people.link("proxy", "proxy_for", grid="3", until="2027-01-01", room_types=["care"])
    people.link("carer", "provider_of", "doctor")
    people.grant("staff", "staff")
    people.disable("disabled")


def _bookings(desk: nb.Desk, program: nb.Desk, world: World, ids: dict[str, str]) -> None:
    about = world.about

    def times(hour: int) -> dict[str, str]:
        return {**world.times, "start": f"{DAY} {hour:02}:00"}

    booked = desk.book(about, title=TITLE, **times(9)).id  # type: ignore[arg-type]
    ids[f"booked {about}"], ids[f"uid {about}"] = booked, program.booking(booked).uid
    ids[f"held {about}"] = desk.hold(about, **times(10)).id  # type: ignore[arg-type]
    ids[f"pending {about}"] = desk.book(f"asked-{about}", **times(11)).id  # type: ignore[arg-type]
    ids[f"void {about}"] = desk.book(about, **times(12)).id  # type: ignore[arg-type]
    program.cancel(ids[f"void {about}"])


def seen(bookings: Iterable[nb.Booking], world: World) -> str:
    """Tell whether the booking is read with its title, without it, or not at all."""
    for booking in bookings:
        if booking.id == world.id("booked"):
            return "t" if booking.title else "s"
    return "."


def on_board(desk: nb.Desk, world: World) -> str:
    rows = desk.day(DAY).rows
    return seen((each for row in rows for each in row.bookings), world)


def in_calendar(desk: nb.Desk, world: World) -> str:
    told = desk.calendar(resource=world.place).decode()
    return "t" if TITLE in told else "s" if world.id("uid") in told else "."


def in_changes(desk: nb.Desk, world: World) -> str:
    about = {change.booking for change in desk.changes(limit=10_000).changes}
    return "s" if world.id("booked") in about else "."


def closures(desk: nb.Desk, _: World) -> str:
    return "t" if any(each.reason for each in desk.closures()) else "s"


Call = Callable[[nb.Desk, World], object]


def verb(name: str, state: str, *more: str) -> Call:
    return lambda desk, world: getattr(desk, name)(world.id(state), *more)


CALLS: Mapping[str, Call] = {
    "acting_as": lambda desk, world: desk.acting_as("na"),
    "load": lambda desk, world: desk.load(file_of("here")),
    "frozen": lambda desk, world: desk.frozen().__enter__(),
    "offerings": lambda desk, world: desk.offerings(),
    "resources": lambda desk, world: desk.resources(),
    "room_types": lambda desk, world: desk.room_types(),
    "slots": lambda desk, world: (
        "+"
        if list(
            desk.slots(
                world.about,
                start=DAY,
                end="2026-12-02",
                length="1h",
                organizer=world.organizer,
                resource=world.place,
            )
        )
        else "."
    ),
    "explain": lambda desk, world: desk.explain(world.about, **world.times),  # type: ignore[arg-type]
    "book": lambda desk, world: desk.book(world.about, **world.times),  # type: ignore[arg-type]
    "hold": lambda desk, world: desk.hold(world.about, **world.times),  # type: ignore[arg-type]
    "booking": lambda desk, world: seen([desk.booking(world.id("booked"))], world),
    "bookings": lambda desk, world: seen(desk.bookings(), world),
    "history": verb("history", "booked"),
    "changes": in_changes,
    "day": on_board,
    "closures": closures,
    "usage": lambda desk, world: desk.usage(world.organizer),
    "calendar": in_calendar,
    "settle": lambda desk, world: desk.settle(),
    "bring_in": lambda desk, world: desk.bring_in([]),
    "bring_people_in": lambda desk, world: desk.bring_people_in([]),
    "bring_closures_in": lambda desk, world: desk.bring_closures_in([]),
    "imports": lambda desk, world: desk.imports(),
    "undo_import": lambda desk, world: desk.undo_import("0" * 32),
    "exported": lambda desk, world: list(desk.exported()),
    "exported_closures": lambda desk, world: desk.exported_closures(),
    "exported_people": lambda desk, world: list(desk.exported_people()),
    "check": lambda desk, world: desk.check(),
    "following": lambda desk, world: desk.following(),
    "notices": lambda desk, world: desk.notices(),
    "told": lambda desk, world: desk.told("0" * 32),
    "holidays": lambda desk, world: desk.holidays(),
    "extend": verb("extend", "held"),
    "confirm": verb("confirm", "held"),
    "change": lambda desk, world: desk.change(world.id("booked"), start=f"{DAY} 15:00"),
    "approve": verb("approve", "pending"),
    "decline": verb("decline", "pending"),
    "cancel": verb("cancel", "booked"),
    "restore": verb("restore", "void"),
    "check_in": verb("check_in", "booked"),
    "complete": verb("complete", "booked"),
    "no_show": verb("no_show", "booked"),
    "advance": verb("advance", "booked", "called"),
    "close": lambda desk, world: desk.close("hall", start="2026-12-22", end="2026-12-23"),
    "affected": lambda desk, world: desk.affected(world.ids["closure"]),
    "reopen": lambda desk, world: desk.reopen(world.ids["closure"]),
    "outage": lambda desk, world: desk.outage(start="2026-11-20", end="2026-11-21"),
    "people.register": lambda desk, world: desk.people.register("new", name="New"),
    "people.register_organization": lambda desk, world: desk.people.register_organization(
        "new", name="New"
    ),
    "people.change": lambda desk, world: desk.people.change(world.organizer, phone="1"),
    "people.state": lambda desk, world: desk.people.state(world.organizer, "a", "b"),
    "people.disable": lambda desk, world: desk.people.disable(world.organizer),
    "people.enable": lambda desk, world: desk.people.enable(world.organizer),
    "people.link": lambda desk, world: (
        desk.people.link("stranger", "proxy_for", "na", until="2027-01-01")
        if world.about == "visit"
        else desk.people.link("stranger", "employee_of", "acme")
    ),
    "people.unlink": lambda desk, world: (
        desk.people.unlink("guardian", "guardian_of", "na")
        if world.about == "visit"
        else desk.people.unlink("colleague", "employee_of", "acme")
    ),
    "people.grant": lambda desk, world: desk.people.grant("na", "approver"),
    "people.revoke": lambda desk, world: desk.people.revoke("staff", "staff"),
    "people.person": lambda desk, world: desk.people.person("na"),
    "people.organization": lambda desk, world: desk.people.organization("acme"),
    "people.find": lambda desk, world: desk.people.find("0101"),
    "people.export": lambda desk, world: desk.people.export(world.organizer),
    "people.erase": lambda desk, world: desk.people.erase(world.organizer),
    "people.reapply_erasures": lambda desk, world: desk.people.reapply_erasures(),
    "people.roll_call": lambda desk, world: desk.people.roll_call(),
    "people.retain": lambda desk, world: desk.people.retain(),
    "people.hand_over": lambda desk, world: desk.people.hand_over(
        "boss", "colleague", organization="acme"
    ),
}
"""How each call is made; about what, ``World`` says."""

TABLE: Mapping[str, tuple[str, str]] = {
    # owner, colleague, guardian, proxy, other firm, other center, staff, carer, stranger, disabled:
    # of a child's visit that is care; then of a firm's meeting, whose owner manages the firm.
    "acting_as": ("++++++++++", "++++++++++"),
    "load": ("----------", "----------"),
    "frozen": ("++++++++++", "++++++++++"),
    "offerings": ("++++++++++", "++++++++++"),
    "resources": ("++++++++++", "++++++++++"),
    "room_types": ("++++++++++", "++++++++++"),
    "slots": ("+.++..++..", "++....+..."),
    "explain": ("+a++aa++a-", "++mmmm+mm-"),
    "book": ("+a++aa++a-", "++mmmm+mm-"),
    "hold": ("+a++aa++a-", "++mmmm+mm-"),
    "booking": ("s0ss00st00", "ts0000t000"),
    "bookings": ("s.ss..st..", "ts....t..."),
    "history": ("+0++00+-00", "++0000+000"),
    "changes": ("s.ss..s...", "ss....s..."),
    "day": ("s.ss..st..", "tssssstsss"),
    "closures": ("sssssstsss", "sssssstsss"),
    "usage": ("+a+aaa+aa-", "++mmmm+mm-"),
    "calendar": ("s.ss......", "ts....t..."),
    "settle": ("----------", "----------"),
    "bring_in": ("----------", "----------"),
    "bring_people_in": ("----------", "----------"),
    "bring_closures_in": ("----------", "----------"),
    "imports": ("----------", "----------"),
    "undo_import": ("----------", "----------"),
    "exported": ("----------", "----------"),
    "exported_closures": ("----------", "----------"),
    "exported_people": ("----------", "----------"),
    "check": ("----------", "----------"),
    "following": ("------+---", "------+---"),
    "notices": ("------+---", "------+---"),
    "told": ("------0---", "------0---"),
    "holidays": ("------+---", "------+---"),
    "extend": ("+0++00++00", "++0000+000"),
    "confirm": ("+0++00++00", "++0000+000"),
    "change": ("+0++00+-00", "++0000+000"),
    "approve": ("-0--00--00", "--0000-000"),
    "decline": ("-0--00--00", "--0000-000"),
    "cancel": ("+0++00+-00", "++0000+000"),
    "restore": ("+0++00+-00", "++0000+000"),
    "check_in": ("+0++00++00", "++0000+000"),
    "complete": ("-0--00++00", "--0000+000"),
    "no_show": ("-0--00++00", "--0000+000"),
    "advance": ("-0--00++00", "--0000+000"),
    "close": ("------+---", "------+---"),
    "affected": ("------+---", "------+---"),
    "reopen": ("------+---", "------+---"),
    "outage": ("------+---", "------+---"),
    "people.register": ("------+---", "------+---"),
    "people.register_organization": ("------+---", "------+---"),
    "people.change": ("+0+000+000", "+00000+000"),
    "people.state": ("-0-000+000", "-00000+000"),
    "people.disable": ("-0-000+000", "-00000+000"),
    "people.enable": ("-0-000+000", "-00000+000"),
    "people.link": ("-0-000+0-0", "+00000+0-0"),
    "people.unlink": ("-0-000+000", "+-0000+000"),
    "people.grant": ("----------", "----------"),
    "people.revoke": ("----------", "----------"),
    "people.person": ("+0+000+000", "00+000+000"),
    "people.organization": ("000000+000", "+00000+000"),
    "people.find": ("------+---", "------+---"),
    "people.export": ("+---------", "----------"),
    "people.erase": ("----------", "----------"),
    "people.reapply_erasures": ("----------", "----------"),
    "people.roll_call": ("------+---", "------+---"),
    "people.retain": ("----------", "----------"),
    "people.hand_over": ("000000+000", "+00000+000"),
}
"""Of each call and of each who, how it ends.

``+`` the right is there, whatever other rules say. ``-`` NOT_ALLOWED, ``m`` NOT_MEMBER, ``a``
NOT_AUTHORIZED_FOR, ``0`` NotFound. Of what is read: ``t`` with its title or reason, ``s`` without,
``.`` not told of at all.
"""
