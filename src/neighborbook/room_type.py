"""What a room type is: pure functions from what is asked to what it takes, with a default for each.

A plugin subclasses ``RoomType`` and changes what differs from a plain exclusive room. Nothing here
may read a clock, a file, or a database: what is known stands in the ``Ask`` and in ``Seen``.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar, TypeAlias, TypeVar, dataclass_transform

import attrs

from neighborbook.codes import Code, severity_of
from neighborbook.domain.booking import Booking, State
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.claim import Leg, Option, Take
from neighborbook.domain.demand import Demand
from neighborbook.domain.offering import Offering, Place, Policy, Quota
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.domain.slot import Request
from neighborbook.domain.text import Text
from neighborbook.errors import Fault

T = TypeVar("T")

Seconds: TypeAlias = Annotated[int, "seconds"]
"""An int of seconds; a field of ``settings`` of this type is written ``"15m"`` in a center file."""


class Privacy(enum.StrEnum):
    """How much of a booking others may see, ordered from open to closed.

    PUBLIC: title, place, places left. BUSY: the period only. MEMBER: one's own organization sees
    the title. CARE: neutral titles, and what the work needs for those who serve. SEALED: nothing
    per slot.
    """

    PUBLIC = "public"
    BUSY = "busy"
    MEMBER = "member"
    CARE = "care"
    SEALED = "sealed"

    @property
    def is_sensitive(self) -> bool:
        """Whether texts that others may come to see name neither what it is of nor its title.

        >>> Privacy.CARE.is_sensitive, Privacy.MEMBER.is_sensitive
        (True, False)
        """
        return self in {Privacy.CARE, Privacy.SEALED}


class Audience(enum.StrEnum):
    """As whom somebody looks at a booking; reckoned by the core, never passed in."""

    PUBLIC = "public"
    MEMBER = "member"
    OWN = "own"
    CARER = "carer"
    STAFF = "staff"


@attrs.frozen(kw_only=True)
class Asked:
    """The declaration of one detail: it feeds form, limits, redaction, export, and erasure.

    Attributes:
        label: what the form calls it.
        privacy: who may see it.
        most: the longest text or the largest number that is taken.
    """

    label: Text
    privacy: Privacy
    most: int | None = None


_ASKED = "neighborbook.asked"


def asks(
    *,
    label: str,
    label_zh: str,
    privacy: Privacy,
    default: T,
    most: int | None = None,
) -> T:
    """Declare a field of a ``details`` class.

    Args:
        label: in English; ``label_zh`` in Chinese.
        privacy: who may see it; a field without one does not import.
        default: what it is when not given.
        most: the longest text or largest number taken; more is INPUT_TOO_LONG or INPUT_INVALID.
    """
    asked = Asked(label=Text.of({"en": label, "zh": label_zh}), privacy=privacy, most=most)
    field: T = attrs.field(default=default, kw_only=True, metadata={_ASKED: asked})
    return field


def asked_of(field: attrs.Attribute[object]) -> Asked | None:
    """Return the declaration of a field of a ``details`` class, or ``None``."""
    found = field.metadata.get(_ASKED)
    return found if isinstance(found, Asked) else None


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(asks,))
def details(cls: type[T]) -> type[T]:
    """Make a ``details`` class: frozen, keyword-only, every field declared by ``asks``.

    Raises:
        TypeError: a field has no privacy class.
    """
    made = attrs.frozen(kw_only=True)(cls)
    bare = [field.name for field in attrs.fields(made) if asked_of(field) is None]  # type: ignore[arg-type]
    if bare:
        raise TypeError(
            f"{cls.__name__}: {', '.join(bare)} declare no privacy class. Use nb.asks(privacy=…)."
        )
    return made


@details
class NoDetails:
    """Nothing is asked beyond time and party."""


@attrs.frozen(kw_only=True)
class NoSettings:
    """An offering of this room type has no numbers of its own."""


class RoomType:
    """A room type; by itself it is a plain exclusive room.

    Attributes:
        name: as center files write it.
        api: the version of this interface for which it was written.
        details: class of what is asked beyond time and party (made with ``nb.details``).
        details_version: stored with each booking; ``upgrade`` reads older ones.
        settings: attrs class of the numbers of an offering, read from the center file.
        policy: defaults for offerings of this type.
        quotas: what one organizer may have of an offering whose center file names no quota.
        privacy: how much others see.
        serves_attendees: attendees are the ones served; they cannot be in two places at once.
        may_overlap: room types with which a served person's booking may overlap.
        timeless: what ``demand`` returns is the same whenever a request of one length starts, so
            that a search asks for it once and not for every time. It is believed of a class that
            says so where it writes ``demand`` (or ``layout``), not of one that inherits it.
        checks_in: its people check in where the center says how; who does not come is a no-show.
        neutral: what calendars call a booking of which no title may be read; the offering's name if
            it is empty.
        labels: its own words for states: label to state. One that stands for ``VOID`` is how a
            booking ends whose people left before they were served.
        moves: which label may follow which.
        reasons: the only answers to why something is done to a booking (changed, cancelled,
            declined, restored): code to name. Empty: people give it in words of their own.
        texts: words for its own rules, by rule.
        remedies: what would help, for those of its rules whose words do not say it, by rule. Where
            there is none, what helps with the code is said, if anything does.
        words: how people call its labels, the roles of its legs, and the answers to its details.
    """

    name: ClassVar[str] = "room"
    api: ClassVar[int] = 1
    details: ClassVar[type] = NoDetails
    details_version: ClassVar[int] = 1
    settings: ClassVar[type] = NoSettings
    policy: ClassVar[Policy] = Policy()
    quotas: ClassVar[tuple[Quota, ...]] = ()
    privacy: ClassVar[Privacy] = Privacy.BUSY
    serves_attendees: ClassVar[bool] = False
    may_overlap: ClassVar[frozenset[str]] = frozenset()
    timeless: ClassVar[bool] = True
    checks_in: ClassVar[bool] = False
    neutral: ClassVar[Text] = Text()
    labels: ClassVar[Mapping[str, State]] = {}
    moves: ClassVar[frozenset[tuple[str, str]]] = frozenset()
    reasons: ClassVar[Mapping[str, Text]] = {}
    texts: ClassVar[Mapping[str, Text]] = {}
    remedies: ClassVar[Mapping[str, Text]] = {}
    words: ClassVar[Mapping[str, Text]] = {}

    def offering_faults(self, offering: Offering, catalog: Catalog) -> Iterable[Fault]:
        """Yield what is wrong with the settings of an offering, told when its file is loaded.

        Each fault's path begins within the offering: ``"practitioners.dr-lin.rooms"``.
        """
        return ()

    def policy_for(self, ask: Ask) -> Policy:
        """Return the numbers that hold for one request: who walks in needs no notice."""
        return ask.offering.policy

    def faults(self, request: Request, offering: Offering, catalog: Catalog) -> Iterable[Fault]:
        """Yield what the arguments alone show to be impossible, beyond what the core checks."""
        return ()

    def demand(self, ask: Ask) -> Demand:
        """Turn a request into what it takes; by default one of the offering's places.

        Called before the transaction and again under the lock with the lock's clock, so it must
        depend on nothing but ``ask``.
        """
        layout = self.layout(ask)
        options = tuple(
            place_option(place, ask.catalog, ask.offering.policy, layout)
            for place in suitable_places(ask, layout)
        )
        if not options:
            return Demand(refusals=unsuitable(ask, layout))
        return Demand(legs=(Leg(role="place", options=options),))

    def layout(self, ask: Ask) -> str | None:
        """Return the layout asked for, or ``None``."""
        return None

    def check(
        self, ask: Ask, candidates: tuple[Candidate, ...], seen: Seen
    ) -> Iterable[tuple[Candidate, Refusal]]:
        """Yield this type's own reasons, for each candidate; always in bulk.

        Searching passes a page of candidates, booking one: the answers must be the same.
        """
        return ()

    def prefers(self, ask: Ask, seen: Seen) -> Iterable[str]:
        """Yield resources that this organizer should rather have, the best first.

        Where several are free they come first; where they are not, nothing is refused. It must not
        depend on the time that is asked for: a search asks once for all of its times.
        """
        return ()

    def variations(self, ask: Ask) -> Iterable[Request]:
        """Yield other requests worth offering when this one is refused, the likest first."""
        if ask.request.resource is not None:
            yield attrs.evolve(ask.request, resource=None)

    def auto_release(self, ask: Ask) -> int | None:
        """Return how many seconds after the start an unused booking is released, or ``None``."""
        return None

    def ends_at(self, booking: Booking, offering: Offering) -> int:
        """Return the instant at which a booking is over by itself: done, or nobody came.

        Later than its end where people may come late, or wait until they are called.
        """
        return booking.end_at

    def late_after(self, ask: Ask) -> int:
        """Return the instant after which cancelling is late."""
        return ask.request.start - ask.offering.policy.cancel_notice

    def privacy_of(self, booking: Booking) -> Privacy:
        """Return how much others see of this booking.

        A type up to ``MEMBER`` may open a booking whose organizer has agreed to that; what
        ``privacy`` says to be ``CARE`` or ``SEALED`` stays so, or gets narrower.
        """
        return self.privacy

    def rooms_of(self, booking: Booking, offering: Offering, catalog: Catalog) -> tuple[str, ...]:
        """Return in which rooms its people are, for the roll call; where they may be, if several.

        By default in what was booked. A type whose places are people (practitioners) names the
        rooms that were taken with them, and none where that is not known.
        """
        return (booking.resource,)

    def answers(self, offering: Offering) -> Mapping[str, Mapping[str, Text]]:
        """Return what answers to its details are called that the settings of an offering name.

        By detail, then by answer: ``{"service": {"general": …}}``. An answer without a name stands
        for itself; what every offering of this type has in common stands in ``words``.
        """
        return {}

    def in_own_calendar(self, booking: Booking) -> bool:
        """Whether a booking of a ``SEALED`` type stands in its own people's calendars.

        It does not, unless they have asked for that; then under a neutral title, without a place.
        """
        return False

    def told_by(self, booking: Booking) -> frozenset[str] | None:
        """Return by which addresses those whom a booking is about may be told of it.

        They are the keys of ``Addressee.addresses``: what a channel needs (``mail``, ``phone``), or
        the name of a channel that needs none. ``None`` is any, and the empty set none: who may be
        told by none hears of nothing, and stands on no call list, for which ``phone`` is needed.

        It holds for the organizer, the attendees, and whoever wrote it without working here; who
        approves, is on duty, or serves is told all the same, and who is on duty also by which of
        these they can be reached. It is asked again just before something is sent. If it raises,
        nobody whom the booking is about is told.
        """
        return None

    def title(self, booking: Booking, audience: Audience) -> str:
        """Return the title that an audience may read; narrower than ``privacy``, never wider."""
        return booking.title

    def upgrade(self, stored: Mapping[str, object], version: int) -> Mapping[str, object]:
        """Turn details that were stored under an older version into today's fields."""
        return stored


def is_timeless(kind: RoomType) -> bool:
    """Whether what a room type demands is known not to depend on the time that is asked for."""
    for cls in type(kind).__mro__:
        if "timeless" in vars(cls):
            return bool(kind.timeless)
        if vars(cls).keys() & {"demand", "layout"}:
            return False
    return False


def place_option(place: Place, catalog: Catalog, policy: Policy, layout: str | None) -> Option:
    """Return the option of taking a place: a claim on each of its leaves, with the buffers."""
    takes = tuple(
        Take(leaf=leaf, before=policy.before, after=policy.after, layout=layout)
        for leaf in catalog.leaves(place.resource)
    )
    return Option(resource=place.resource, takes=takes, layout=layout, holds=place.holds(layout))


def suitable_places(ask: Ask, layout: str | None) -> tuple[Place, ...]:
    """Return the places that hold the headcount in the layout, the smallest first."""
    fitting = []
    for number, place in enumerate(ask.offering.places):
        if ask.request.resource not in (None, place.resource):
            continue
        holds = place.holds(layout)
        if not _usable(place, ask) or (holds is not None and holds < ask.request.headcount):
            continue
        fitting.append(((holds if holds is not None else 1 << 30), number, place))
    return tuple(place for _, _, place in sorted(fitting, key=lambda item: item[:2]))


def unsuitable(ask: Ask, layout: str | None) -> tuple[Refusal, ...]:
    """Say why no place is suitable: features missing, layout unknown there, or all too small."""
    asked = [p for p in ask.offering.places if ask.request.resource in (None, p.resource)]
    usable = [place for place in asked if _usable(place, ask)]
    subject = ask.request.resource or ask.offering.id
    if not usable:
        return (_feature_missing(subject, tuple(sorted(ask.request.features))),)
    known = [place for place in usable if place.holds(layout) != -1]
    if not known:
        layouts = sorted({name for place in usable for name, _ in place.layouts})
        return (_feature_missing(layout or subject, tuple(layouts), rule="layout"),)
    most = max(place.holds(layout) or 0 for place in known)
    return (
        Refusal(
            code=Code.LAYOUT_TOO_SMALL,
            rule="layout_capacity",
            severity=severity_of(Code.LAYOUT_TOO_SMALL),
            subject=subject,
            asked=ask.request.headcount,
            most=most,
            unit="people",
        ),
    )


def _usable(place: Place, ask: Ask) -> bool:
    resource = ask.catalog.resources[place.resource]
    return not resource.retired and ask.request.features <= ask.catalog.features(place.resource)


def _feature_missing(subject: str, allowed: tuple[str, ...], rule: str = "features") -> Refusal:
    return Refusal(
        code=Code.FEATURE_MISSING,
        rule=rule,
        severity=severity_of(Code.FEATURE_MISSING),
        subject=subject,
        allowed=allowed,
    )
