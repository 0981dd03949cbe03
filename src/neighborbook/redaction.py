"""What of a booking an audience may see: an allow-list for each class of privacy.

What is not on the list is blanked, so a field that is new is hidden until somebody decides. A room
type can narrow this by its ``title`` and open it only as ``privacy_of`` allows; when it raises, the
booking counts as ``SEALED``. The trusted program is no audience: it reads bookings as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from neighborbook.domain.booking import Booking
from neighborbook.domain.party import Attendee
from neighborbook.room_type import Audience, Privacy, RoomType, asked_of

# Of the center, not of the booking: nothing to hide, and times cannot be read without it.
_ALWAYS = frozenset({"center", "zone", "tzdata"})
_PERIOD = frozenset({"id", "start_at", "end_at", "local_start", "fold", "state", "resource"})
_TICKET = frozenset({"version", "label", "needs_move"})
# What calendars need to keep an entry up to date.
_ENTRY = frozenset(
    {"uid", "version", "sequence", "created_at", "changed_at", "published_at"}
    | {"series", "original_start", "needs_move"}
)
_DEADLINES = frozenset(
    {"void_reason", "late_after", "lapses_at", "lapses_to", "lapse_reason"}
    | {"waits_for", "approved", "excused", "lapsed_at", "lapsed_from"}
)
_KIND = frozenset({"offering", "room_type"})
# What one must know to deal with a booking, without what it is about and who comes.
_KEPT = _PERIOD | _ENTRY | _DEADLINES | _KIND | {"label"}
_PUBLISHED = _PERIOD | _ENTRY | _KIND | {"title", "details"}
_OWNED = _KEPT | {
    *("title", "organizer", "actor", "headcount", "features", "attendees", "details"),
    *("chosen", "units", "checked_in_at", "overridden"),
}
_STAFF = _OWNED | {"override_reason"}
_SERVED = _PERIOD | _TICKET | _KIND
_WORK = _SERVED | {
    *("title", "headcount", "features", "attendees", "details", "chosen", "units"),
    *("checked_in_at", "waits_for", "void_reason"),
}
_NOTHING: frozenset[str] = frozenset()

Row = Mapping[Audience, frozenset[str]]


def _row(
    *,
    public: frozenset[str] = _NOTHING,
    member: frozenset[str] = _NOTHING,
    own: frozenset[str],
    carer: frozenset[str],
    staff: frozenset[str],
) -> Row:
    return MappingProxyType(
        {
            Audience.PUBLIC: public,
            Audience.MEMBER: member,
            Audience.OWN: own,
            Audience.CARER: carer,
            Audience.STAFF: staff,
        }
    )


ALLOWED: Mapping[Privacy, Row] = MappingProxyType(
    {
        Privacy.PUBLIC: _row(
            public=_PUBLISHED,
            member=_PUBLISHED | _KEPT | {"organizer", "headcount", "features"},
            own=_OWNED,
            carer=_OWNED,
            staff=_STAFF,
        ),
        Privacy.BUSY: _row(
            public=_PERIOD,
            member=_KEPT | {"organizer"},
            own=_OWNED,
            carer=_OWNED,
            staff=_STAFF,
        ),
        Privacy.MEMBER: _row(
            public=_PERIOD,
            member=_KEPT | {"organizer", "headcount", "features", "title", "details"},
            own=_OWNED,
            carer=_OWNED,
            staff=_STAFF,
        ),
        # No checked_in_at for one's own: it would tell a household where somebody is.
        Privacy.CARE: _row(
            own=_KEPT | {"title", "organizer", "headcount", "features", "attendees", "details"},
            carer=_WORK,
            staff=_PERIOD | _TICKET,
        ),
        Privacy.SEALED: _row(
            own=_PERIOD | _TICKET | _DEADLINES,
            carer=_WORK,
            staff=_PERIOD,
        ),
    }
)
"""Fields of ``Booking`` that may be seen, by class and audience; ``details`` field by field."""

GONE: Row = _row(member=_KEPT, own=_KEPT, carer=_KEPT, staff=_KEPT)
"""The same where the plugin is gone, so that nobody knows what it was: neutral."""

DETAILS: Mapping[Privacy, frozenset[Audience]] = MappingProxyType(
    {
        Privacy.PUBLIC: frozenset(Audience),
        Privacy.BUSY: frozenset({Audience.OWN, Audience.CARER, Audience.STAFF}),
        Privacy.MEMBER: frozenset(Audience) - {Audience.PUBLIC},
        Privacy.CARE: frozenset({Audience.OWN, Audience.CARER}),
        Privacy.SEALED: frozenset({Audience.CARER}),
    }
)
"""Who may see a detail of a class, where the booking's own class shows details at all."""

_NARROWEST = list(Privacy).index
_BOUND = frozenset({Privacy.CARE, Privacy.SEALED})
"""Classes of a room type that none of its bookings may open."""


def privacy_of(booking: Booking, room_type: RoomType | None) -> Privacy:
    """Return the class of a booking: as its room type says, within what the type may say.

    Args:
        booking: as it is stored, not redacted.
        room_type: ``None`` if its plugin is gone; that counts as ``CARE``.
    """
    if room_type is None:
        return Privacy.CARE
    try:
        told = room_type.privacy_of(booking)
        said = told if type(told) is Privacy else Privacy(told)
    except Exception:  # noqa: BLE001 - a foreign method may raise anything: nothing is shown
        return Privacy.SEALED
    if room_type.privacy in _BOUND:
        return max(said, room_type.privacy, key=_NARROWEST)
    return said


def is_shown(booking: Booking, audience: Audience, room_type: RoomType | None) -> bool:
    """Whether an audience may know that there is a booking; if not, leave it out of lists."""
    if room_type is None:
        return bool(GONE[audience])
    return bool(ALLOWED[privacy_of(booking, room_type)][audience])


def redact(booking: Booking, audience: Audience, room_type: RoomType | None) -> Booking:
    """Return a booking as an audience may see it; everything else is blanked.

    Blank is ``""``, 0, ``()`` or ``None``; a detail that may not be seen is what it is when not
    given. An empty title stands for a neutral one, which is said in the reader's language. Where
    ``is_shown`` is false nothing is left.

    Args:
        booking: as it is stored, not redacted, with ``details`` of the room type's class.
        audience: reckoned by ``rights.audience``.
        room_type: ``None`` if its plugin is gone.
    """
    if room_type is None:
        return _blanked(booking, GONE[audience])
    privacy = privacy_of(booking, room_type)
    try:
        allowed = _allowed(booking, audience, room_type, privacy)
        return attrs.evolve(
            _blanked(booking, allowed),
            title=_title(booking, privacy, audience, room_type) if "title" in allowed else "",
            details=_details(booking, audience, room_type) if "details" in allowed else None,
            attendees=_attendees(booking, audience, room_type) if "attendees" in allowed else (),
        )
    except Exception:  # noqa: BLE001 - a foreign method or class may raise anything
        sealed = ALLOWED[Privacy.SEALED][audience] - {"title", "details", "attendees"}
        return _blanked(booking, sealed)


def _allowed(
    booking: Booking, audience: Audience, room_type: RoomType, privacy: Privacy
) -> frozenset[str]:
    """Return what an audience may see; of what is sealed, one's own calendar only if asked for."""
    allowed = ALLOWED[privacy][audience]
    sealed = privacy is Privacy.SEALED and room_type.privacy is Privacy.SEALED
    if sealed and audience is Audience.OWN and room_type.in_own_calendar(booking):
        return allowed | _ENTRY
    return allowed


def default_of(field: attrs.Attribute[object]) -> object:
    """Return what a field is when not given; every detail has such a default (``asks``)."""
    default: object = field.default
    factory = getattr(default, "factory", None)
    return factory() if callable(factory) else default


def _blank(field: attrs.Attribute[object]) -> object:
    """Return what stands for nothing in a field of ``Booking``."""
    if field.name == "headcount":
        return 0
    if field.default is not attrs.NOTHING:
        return default_of(field)
    return 0 if field.type in {int, "int"} else ""


_BLANKS: Mapping[str, object] = MappingProxyType(
    {field.name: _blank(field) for field in attrs.fields(Booking)}
)


def _blanked(booking: Booking, allowed: frozenset[str]) -> Booking:
    """Return the booking with every field blanked that is neither allowed nor the center's."""
    seen = allowed | _ALWAYS
    return Booking(
        **{name: getattr(booking, name) if name in seen else _BLANKS[name] for name in _BLANKS}  # type: ignore[arg-type]
    )


def _title(booking: Booking, privacy: Privacy, audience: Audience, room_type: RoomType) -> str:
    """Return what the room type lets the audience read as title.

    Where only a neutral title may be seen, one is shown only if the type makes one.
    """
    neutral = privacy in {Privacy.CARE, Privacy.SEALED} and audience is not Audience.CARER
    if neutral and type(room_type).title is RoomType.title:
        return ""
    title = room_type.title(booking, audience)
    if not isinstance(title, str):
        raise TypeError(title)
    return title


def _details(booking: Booking, audience: Audience, room_type: RoomType) -> object:
    """Return the details with those blanked that the audience may not see, field by field."""
    if not isinstance(booking.details, room_type.details):
        return None
    told = {}
    for field in attrs.fields(room_type.details):
        asked = asked_of(field)
        visible = asked is not None and audience in DETAILS[asked.privacy]
        told[field.alias] = getattr(booking.details, field.name) if visible else default_of(field)
    made: object = room_type.details(**told)
    return made


def _attendees(booking: Booking, audience: Audience, room_type: RoomType) -> tuple[Attendee, ...]:
    """Return who comes; what was asked about each is for those who serve them.

    Where the one who comes is the one who is served, and nobody is named, it is the organizer: who
    serves must know whom to call.
    """
    if audience is Audience.CARER:
        if not booking.attendees and room_type.serves_attendees:
            return (Attendee(party=booking.organizer),)
        return booking.attendees
    return tuple(attrs.evolve(one, details={}) for one in booking.attendees)
