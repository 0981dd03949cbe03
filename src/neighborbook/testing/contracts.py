"""What a room type promises, as tests that its author inherits.

Subclass ``RoomTypeContract`` in a test file, set its attributes, and let pytest run it::

    from neighborbook.testing import RoomTypeContract

    class TestToolLoan(RoomTypeContract):
        room_type = ToolLoan
        center = CENTER                # a small center file with one offering of the type
        now = "2026-11-23 09:00"
        request = {"what": "drill", "start": "2026-12-01", "end": "2026-12-02",
                   "organizer": "li-wei"}

Each failure is an ``AssertionError`` whose message says what is broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

import attrs

from neighborbook.center_file import parse, read
from neighborbook.center_file.findings import Findings
from neighborbook.center_file.settings import read_settings, setting_names
from neighborbook.desk.details import stored
from neighborbook.domain.booking import State
from neighborbook.domain.decision import Verdict
from neighborbook.domain.offering import DAY
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.slot import Request
from neighborbook.domain.text import Text
from neighborbook.engine.assignment import MOST_LEGS, MOST_OPTIONS
from neighborbook.errors import CenterFileError, InvalidRequest, Refused
from neighborbook.redaction import redact
from neighborbook.room_type import Audience, Privacy, RoomType, is_timeless
from neighborbook.testing import declared
from neighborbook.testing.stage import Stage, Words, every, holds, likes, said_in_bulk, set_up

PAGE = 12
JUNK: tuple[object, ...] = (-1, 2**60, "\x00", [], {"x": {}}, [[{}]])
MARK = "MARK-of-what-was-written"


class RoomTypeContract:
    """What holds for every room type; subclass it and set its attributes.

    Attributes:
        room_type: makes the room type; its class, usually.
        center: text of a small center file, with an offering of the type.
        request: arguments of ``desk.book`` that must be accepted, at once or as a request for
            approval: a type that refuses everything keeps no contract.
        now: wall time of the center at which it is asked, early enough to cancel in time.
        plugins: further plugins that the center needs, such as one that provides facts.
        softened: rules that the type lets pass with a reason although their code is hard.
        stored: where ``details_version`` is above 1: fields as each older version stored them.
        shrinks: make a request that breaks the contract small before it is shown; takes a while.
    """

    room_type: ClassVar[Callable[[], RoomType]]
    center: ClassVar[str]
    request: ClassVar[Words]
    now: ClassVar[str]
    plugins: ClassVar[tuple[object, ...]] = ()
    softened: ClassVar[frozenset[str]] = frozenset()
    stored: ClassVar[Mapping[int, Mapping[str, object]]] = {}
    shrinks: ClassVar[bool] = True

    def stage(self) -> Stage:
        """Return a center of its own, in which nothing is booked."""
        kind = type(self).room_type()
        return set_up(kind, self.center, self.request, self.now, self.plugins)

    # What is declared --------------------------------------------------------------------------

    def test_what_it_declares_is_complete(self) -> None:
        """Names, details with privacy and labels in both languages, labels, moves, texts."""
        faults = list(declared.faults(type(self).room_type()))
        holds(not faults, "; ".join(faults))

    def test_its_settings_are_read_from_the_center_file(self) -> None:
        """What the class knows is read, anything else is named as a fault, nothing raises."""
        stage = self.stage()
        settings = stage.offering.settings
        holds(
            isinstance(settings, stage.kind.settings),
            f"the offering's settings are {settings!r}, not a {stage.kind.settings.__name__}",
        )
        for name in setting_names(stage.kind.settings):
            for junk in JUNK:
                read_settings(stage.kind.settings, {name: junk}, "offering", Findings())
        document = read(self.center)
        offerings = document["offering"]
        if isinstance(offerings, dict):
            offerings[stage.offering.id]["no-such-setting"] = 1
        try:
            parse(document, stage.loaded.room_types)
        except CenterFileError:
            return
        raise AssertionError("an unknown key in the offering's table was accepted")

    # What is accepted --------------------------------------------------------------------------

    def test_the_request_that_must_be_accepted_is_accepted(self) -> None:
        """``book`` gives a booking, confirmed or waiting for approval."""
        stage = self.stage()
        try:
            booking = stage.desk.book(**self.request)  # type: ignore[arg-type]
        except Refused as refused:
            raise AssertionError(f"refused: {refused}") from refused
        holds(
            booking.state in {State.CONFIRMED, State.PENDING},
            f"the booking is {booking.state.value}, neither confirmed nor pending",
        )

    def test_what_slots_lists_can_be_booked(self) -> None:
        """Each slot is accepted by ``explain``, and the one asked for is among them."""
        stage = self.stage()
        slots = stage.slots()
        for slot in slots:
            decision = stage.desk.explain(slot)
            holds(
                decision.verdict is not Verdict.REFUSED
                and slot.needs_approval == (decision.verdict is Verdict.NEEDS_APPROVAL),
                f"{slot.start} in {slot.resource} is listed, but: {decision.text()}",
            )
        mine = [slot for slot in slots if slot.request.start == stage.base.start]
        holds(mine, "the request that must be accepted is not among the slots")
        stage.desk.book(mine[0])

    def test_explain_and_book_agree(self) -> None:
        """Same verdict, same codes; what is booked is kept as it was asked."""
        stage = self.stage()

        def agrees(request: Request) -> None:
            slot = stage.slot(request)
            decision = stage.desk.explain(slot)
            try:
                booking = stage.desk.book(slot)
            except Refused as refused:
                same = refused.decision.codes == decision.codes
                holds(same, f"book: {refused.decision.codes}, explain: {decision.codes}")
                return
            holds(decision.verdict is not Verdict.REFUSED, f"booked, but: {decision.text()}")
            holds(
                (booking.state is State.PENDING) == (decision.verdict is Verdict.NEEDS_APPROVAL),
                f"booked as {booking.state.value}, explained as {decision.verdict.value}",
            )
            kept = stage.desk.booking(booking.id)
            holds(kept.details == request.details, f"asked {request.details}, kept {kept.details}")
            stage.desk.cancel(booking.id)

        self._every(stage, agrees)

    def test_cancelling_gives_everything_back(self) -> None:
        """After book and cancel there are the same slots as before."""
        stage = self.stage()
        before = [(slot.start, slot.resource, slot.needs_approval) for slot in stage.slots()]
        booking = stage.book(stage.base)
        stage.desk.cancel(booking.id)
        after = [(slot.start, slot.resource, slot.needs_approval) for slot in stage.slots()]
        holds(after == before, f"slots before: {before[:5]}, after cancelling: {after[:5]}")

    # What is pure ------------------------------------------------------------------------------

    def test_a_demand_is_pure_and_within_bounds(self) -> None:
        """The same ask gives the same demand, and stays as it was; legs, options, leaves exist."""
        stage = self.stage()

        def is_pure(request: Request) -> None:
            ask = stage.ask(request)
            before = repr((ask.request, ask.offering, dict(ask.facts)))
            demand = stage.kind.demand(ask)
            holds(stage.kind.demand(ask) == demand, "two demands of one ask differ")
            after = repr((ask.request, ask.offering, dict(ask.facts)))
            holds(after == before, "demand has changed what it was given")
            if is_timeless(stage.kind):
                later = attrs.evolve(request, start=request.start + DAY, end=request.end + DAY)
                same = stage.kind.demand(stage.ask(later)) == demand
                holds(same, "it is timeless, and demands something else a day later")
            faults = list(declared.demand_faults(demand, ask.catalog, MOST_LEGS, MOST_OPTIONS))
            holds(not faults, "; ".join(faults))
            self._known(stage, demand.refusals)

        self._every(stage, is_pure)

    def test_checking_in_bulk_is_checking_one_by_one(self) -> None:
        """What is said of a candidate does not depend on the others, their order, or repetition."""
        stage = self.stage()
        self._fill(stage)
        step = stage.offering.policy.granularity * 60

        def is_the_same(request: Request) -> None:
            page = [
                attrs.evolve(request, start=request.start + n * step, end=request.end + n * step)
                for n in range(PAGE)
            ]
            candidates, seen = stage.candidates(page)
            self._known(stage, said_in_bulk(stage.kind.check, candidates, seen))

        self._every(stage, is_the_same, most=12)

    def test_it_raises_nowhere(self) -> None:
        """A type that raises refuses with PLUGIN_ERROR; here it never does."""
        stage = self.stage()

        def is_answered(request: Request) -> None:
            slot = stage.slot(request)
            decision = stage.desk.explain(slot)
            holds("PLUGIN_ERROR" not in decision.codes, f"{request} makes it raise")
            for language in ("en", "zh"):
                said = decision.text(language)
                holds(said and "{" not in said, f"an answer that cannot be read: {said!r}")
            if decision.verdict is Verdict.REFUSED:
                try:
                    others = list(stage.kind.variations(stage.ask(request)))
                except Exception as broken:
                    raise AssertionError(f"{request} makes variations raise") from broken
                holds(all(isinstance(other, Request) for other in others), "variations: no request")

        self._every(stage, is_answered)

    # What is told ------------------------------------------------------------------------------

    def test_no_title_tells_what_its_audience_may_not_see(self) -> None:
        """Whatever was written, the title shows nothing that is hidden from an audience."""
        stage = self.stage()
        secret = declared.marked(stage.base, stage.kind, MARK)
        booking = attrs.evolve(
            stage.book(stage.base),
            title=f"{MARK}.title",
            organizer=f"{MARK}.organizer",
            details=secret.details,
        )
        said = stage.kind.privacy_of(booking)
        holds(isinstance(said, Privacy), f"privacy_of returned {said!r}")
        closed = {Privacy.CARE, Privacy.SEALED}
        holds(
            stage.kind.privacy not in closed or said in closed,
            f"the type is {stage.kind.privacy.value}, its booking {said.value}: that is wider",
        )
        for audience in Audience:
            title = stage.kind.title(booking, audience)
            holds(isinstance(title, str), f"title returned {title!r} for {audience.value}")
            shown = redact(booking, audience, stage.kind)
            for marker in declared.hidden_marks(shown, booking, said, audience, MARK):
                holds(marker not in shown.title, f"{audience.value} reads {shown.title!r}")

    def test_it_says_by_what_its_people_may_be_told(self) -> None:
        """By any address, or by a set of kinds of them."""
        stage = self.stage()
        said: object = stage.kind.told_by(stage.book(stage.base))
        fits = isinstance(said, frozenset) and all(isinstance(kind, str) for kind in said)
        holds(said is None or fits, f"told_by returned {said!r}, no frozenset of str")

    def test_it_says_in_which_rooms_its_people_are(self) -> None:
        """Of what the center has, whatever state the booking is in."""
        stage = self.stage()
        booking, catalog = stage.book(stage.base), stage.loaded.catalog
        said: object = stage.kind.rooms_of(booking, stage.offering, catalog)
        fits = isinstance(said, tuple) and all(room in catalog.resources for room in said)
        holds(fits, f"rooms_of returned {said!r}, no tuple of ids of resources")

    def test_its_answers_have_names(self) -> None:
        """What the settings of an offering name, by detail and by answer."""
        stage = self.stage()
        said = stage.kind.answers(stage.offering)
        fields = {field.name for field in attrs.fields(stage.kind.details)}
        for detail, named in said.items():
            holds(detail in fields, f"answers names {detail!r}, which is no detail")
            for answer, called in named.items():
                holds(isinstance(called, Text), f"{detail} {answer} is called {called!r}, no Text")

    def test_details_are_bounded(self) -> None:
        """What is unknown, of the wrong type, too long or too large is a fault of that field."""
        stage = self.stage()
        for given, path in declared.wrong_details(stage.kind):
            words = {**self.request, "details": given}
            try:
                stage.desk.explain(**words)  # type: ignore[arg-type]
            except InvalidRequest as wrong:
                paths = [fault.path for fault in wrong.faults]
                holds(
                    any(found.startswith(path) for found in paths), f"{path} is blamed on {paths}"
                )
            else:
                raise AssertionError(f"{path} was accepted with {str(given)[:60]}")

    def test_stored_details_are_read_again(self) -> None:
        """As today's version keeps them, and as each older one did."""
        stage, kind = self.stage(), type(self).room_type()
        booking = stage.book(stage.base)
        kept = stage.desk.booking(booking.id).details
        holds(kept == stage.base.details, f"asked {stage.base.details}, kept {kept}")
        holds(kind.details_version >= 1, "details_version starts at 1")
        for version in range(1, kind.details_version):
            holds(version in self.stored, f"`stored` has no details of version {version}")
            fields = dict(kind.upgrade(dict(self.stored[version]), version))
            words = {**self.request, "details": fields}
            try:
                stage.desk.explain(**words)  # type: ignore[arg-type]
            except InvalidRequest as wrong:
                raise AssertionError(f"version {version} is not upgraded: {wrong}") from wrong
        holds(stored(kind, kept).version == kind.details_version, "stored under another version")

    # Within -------------------------------------------------------------------------------------

    def _every(self, stage: Stage, law: Callable[[Request], None], most: int = 20) -> None:
        every(likes(stage), law, most=most, shrinks=self.shrinks)

    def _fill(self, stage: Stage) -> None:
        """Lay some bookings, so that questions have answers and places are taken."""
        for day in (0, 1):
            shift = day * 86_400
            request = attrs.evolve(
                stage.base, start=stage.base.start + shift, end=stage.base.end + shift
            )
            try:
                stage.book(request)
            except Refused:
                return

    def _known(self, stage: Stage, refusals: Iterable[Refusal]) -> None:
        for refusal in refusals:
            faults = list(declared.refusal_faults(refusal, stage.kind, self.softened))
            holds(not faults, f"{refusal}: {'; '.join(faults)}")
