"""What calendars say of a booking or a closure, in a reader's language and as far as she may see.

Whoever calls has redacted the booking already; of a closure the public reason alone is told.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable

from neighborbook.desk.loaded import Loaded
from neighborbook.desk.revising import setup
from neighborbook.desk.taken import Places
from neighborbook.domain.booking import Booking, State
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.text import Text
from neighborbook.domain.times import day_of, zone
from neighborbook.domain.wording import clock_in_words, instant_in_words
from neighborbook.ical.status import CANCELLED, CONFIRMED, standing
from neighborbook.ical.vevent import Vevent
from neighborbook.room_type import Privacy

CLOSED = Text.of({"en": "Closed", "zh": "关闭"})
PARTLY_CLOSED = Text.of({"en": "Closed in part", "zh": "部分关闭"})
SETUP = Text.of({"en": "Setup begins at {when}.", "zh": "{when} 开始布置。"})

_UID_OCTETS = 16


def booking_vevent(
    booking: Booking,
    privacy: Privacy,
    *,
    neutral: str,
    language: str,
    located: Callable[[str, Privacy], str],
    cancelled_since: int,
    alarms: tuple[int, ...] = (),
    vanishes: bool = True,
) -> Vevent | None:
    """Return the VEVENT of a redacted booking, or ``None`` if it stands in no calendar by name.

    Args:
        privacy: the class of the booking before it was redacted.
        neutral: what it is called where no title may be read.
        located: ``location`` in this catalog and language.
        cancelled_since: what was cancelled before that instant is gone; what is sensitive is gone
            at once.
        alarms: seconds before the start.
        vanishes: what is cancelled and sensitive is gone; where it was sent to somebody alone, it
            must be taken back.
    """
    stands = standing(booking.state, needs_move=booking.needs_move)
    if stands is None:
        return None
    # One that was cancelled before it was ever shown (a hold) has no SEQUENCE.
    hidden = vanishes and privacy.is_sensitive
    gone = booking.published_at < cancelled_since or not booking.sequence or hidden
    if booking.state is State.VOID and gone:
        return None
    if privacy is Privacy.SEALED:
        alarms = ()  # a phone that several people share would ring
    return Vevent(
        uid=booking.uid,
        start=booking.start_at,
        end=booking.end_at,
        zone=booking.zone,
        summary=booking.title or neutral,
        location=located(booking.resource, privacy),
        description=_description(booking, language),
        standing=stands,
        language=language,
        sequence=booking.sequence,
        created_at=booking.created_at,
        last_modified_at=booking.published_at,
        alarms=alarms,
    )


def neutral_title(booking: Booking, privacy: Privacy, loaded: Loaded, language: str) -> str:
    """Return what a booking is called of which no title may be read.

    Args:
        booking: as it is stored, not redacted: of what is SEALED not even the kind is left.
    """
    kind = loaded.room_types.get(booking.room_type)
    if kind is not None and kind.neutral:
        return kind.neutral.in_(_spoken(language))
    offering = loaded.catalog.offerings.get(booking.offering)
    if offering is None or privacy is Privacy.SEALED:
        return ""
    return named(offering.name, booking.offering, language)


def closure_vevent(
    closure: Closure,
    loaded: Loaded,
    places: Places,
    language: str,
    *,
    cancelled_since: int,
) -> Vevent | None:
    """Return the VEVENT of a closure in the calendar of these places, or ``None``.

    It is opaque where it leaves nothing, transparent where something can still be booked: a part
    of a pool, another place of an offering. Reopened, it stands there as cancelled for a while.
    """
    reopened = closure.reopened_at
    if reopened is not None and reopened < cancelled_since:
        return None
    whole = closure.kind is ClosureKind.OFFERING or all(
        _leaves_none(closure, leaves, loaded) for leaves in places
    )
    words = (CLOSED if whole else PARTLY_CLOSED).in_(_spoken(language))
    place = "" if closure.kind is ClosureKind.OFFERING else closure.subject
    return Vevent(
        uid=_closure_uid(closure),
        start=closure.start_at,
        end=closure.end_at,
        zone=closure.zone,
        summary=closure.public_reason or words,
        location=location(place, Privacy.PUBLIC, loaded=loaded, language=language),
        standing=CONFIRMED if reopened is None else CANCELLED,
        transparent=not whole,
        language=language,
        sequence=0 if reopened is None else 1,
        created_at=closure.created_at,
        last_modified_at=closure.created_at if reopened is None else reopened,
    )


def named(text: Text, id: str, language: str) -> str:
    """Return what something is called, its id if it has no name."""
    return text.in_(language) or id


def _leaves_none(closure: Closure, leaves: tuple[str, ...], loaded: Loaded) -> bool:
    resources = loaded.catalog.resources
    capacities = {id: known.capacity or 1 for id, known in resources.items()}
    return any(
        take.leaf in leaves and take.amount >= capacities.get(take.leaf, 1)
        for take in closure.takes
    )


def _closure_uid(closure: Closure) -> str:
    """One for life and the same in each calendar; it says nothing of its closure."""
    key, what = closure.id.encode(), f"closure/{closure.center}".encode()
    return hmac.digest(key, what, "sha256")[:_UID_OCTETS].hex()


def location(resource: str, privacy: Privacy, *, loaded: Loaded, language: str) -> str:
    """Room, floor, center and street; the center alone if it is CARE, nothing if SEALED."""
    if privacy is Privacy.SEALED:
        return ""
    center, known = loaded.catalog.center, loaded.catalog.resources.get(resource)
    called = named(center.name, center.id, language)
    if privacy is Privacy.CARE:
        return called
    place = [named(known.name, known.id, language), known.floor] if known is not None else []
    if resource == center.id:
        place = []
    return ", ".join(part for part in (*place, called, center.address.in_(language)) if part)


def _description(booking: Booking, language: str) -> str:
    """When setup begins, for whom the redaction has left what was chosen: own and staff."""
    before = setup(booking)
    if not before:
        return ""
    where, begins = zone(booking.zone), booking.start_at - before
    same_day = day_of(begins, where) == day_of(booking.start_at, where)
    when = clock_in_words(begins, where) if same_day else instant_in_words(begins, where, language)
    return SETUP.in_(_spoken(language)).format(when=when)


def _spoken(language: str) -> str:
    return language.partition("-")[0]
