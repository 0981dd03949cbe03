"""From a booking as its reader may see it to the words, and the calendar, that are sent.

What is sensitive is told in one form, so that nobody who sees a letter, or only that it came, can
tell a talk with a counselor from a visit to a doctor: the same words. A visit comes with its entry
for the calendar; a talk only if its client has asked for that, and is promised none otherwise.
"""

from __future__ import annotations

import attrs

from neighborbook.desk.channels.channel import Channel, Message
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.notices import texts
from neighborbook.desk.vevents import booking_vevent, location, named, neutral_title
from neighborbook.domain.booking import Booking, State
from neighborbook.domain.delivery import Delivery
from neighborbook.domain.notice import Topic
from neighborbook.domain.times import day_of, zone
from neighborbook.domain.wording import clock_in_words, instant_in_words
from neighborbook.ical.scheduling import Method, scheduling_message
from neighborbook.redaction import is_shown, privacy_of, redact
from neighborbook.room_type import Audience, Privacy

_TO_DECIDE = frozenset({Topic.APPROVAL, Topic.APPROVAL_REMINDER, Topic.APPROVAL_DEPUTY})
_WAITING = _TO_DECIDE | {Topic.EXPIRY}


@attrs.frozen(kw_only=True)
class Reader:
    """Who reads a notice: as whom, in which language, under which address.

    Attributes:
        ways: for who is on call: how those can be reached who need help, by kind and address;
            ``None`` for everybody else.
    """

    audience: Audience
    language: str
    address: str = ""
    ways: tuple[tuple[str, str], ...] | None = None


def compose(
    loaded: Loaded, booking: Booking, delivery: Delivery, channel: Channel, reader: Reader
) -> Message | None:
    """Return what is sent, or ``None`` if its reader may not know that there is a booking.

    Args:
        booking: as of now, not redacted, with its details.
    """
    kind = loaded.room_types.get(booking.room_type)
    if not is_shown(booking, reader.audience, kind):
        return None
    privacy, seen = privacy_of(booking, kind), redact(booking, reader.audience, kind)
    if privacy.is_sensitive:
        seen = attrs.evolve(seen, title="", offering="")
    subject, text = _words(loaded, seen, privacy, delivery.topic, reader)
    method = Method.CANCEL if booking.state is State.VOID else Method.PUBLISH
    calendar = b""
    if channel.sender and delivery.topic not in _TO_DECIDE:
        calendar = _calendar(loaded, seen, privacy, reader.language, (method, channel.sender))
    return Message(
        id=delivery.id,
        topic=delivery.topic,
        center=booking.center,
        booking=booking.id,
        party=delivery.party,
        address=reader.address,
        language=reader.language,
        subject=subject,
        text=text,
        start_at=booking.start_at,
        end_at=booking.end_at,
        zone=booking.zone,
        due_at=delivery.due_at,
        calendar=calendar,
        method=method.value if calendar else "",
    )


def _words(
    loaded: Loaded, seen: Booking, privacy: Privacy, topic: Topic, reader: Reader
) -> tuple[str, str]:
    """Return the subject and the text."""
    language = reader.language
    where, facts = zone(seen.zone), {"what": _what(loaded, seen, privacy, language)}
    begins = instant_in_words(seen.start_at, where, language)
    same_day = day_of(seen.start_at, where) == day_of(seen.end_at, where)
    ends = (
        clock_in_words(seen.end_at, where)
        if same_day
        else instant_in_words(seen.end_at, where, language)
    )
    lines = [texts.SENTENCES[topic].in_(language), ""]
    lines.append(texts.WHAT.in_(language).format(**facts))
    lines.append(texts.WHEN.in_(language).format(when=f"{begins}–{ends}"))
    told_as = Privacy.CARE if privacy.is_sensitive else privacy
    place = location(seen.resource, told_as, loaded=loaded, language=language)
    if place:
        lines.append(texts.WHERE.in_(language).format(where=place))
    if topic in _WAITING and seen.lapses_at is not None:
        until = instant_in_words(seen.lapses_at, where, language)
        lines.append(texts.DECIDE_BY.in_(language).format(when=until))
    if reader.ways is not None:
        lines += _for_who_is_on_call(seen, reader.ways, language)
    center = loaded.catalog.center
    lines += ["", named(center.name, center.id, language)]
    subject = texts.SUBJECTS[topic].in_(language).format(when=begins, **facts)
    return " ".join(subject.split()), "\n".join(lines) + "\n"


def _for_who_is_on_call(
    seen: Booking, ways: tuple[tuple[str, str], ...], language: str
) -> list[str]:
    """Return under which id to look, and how those can be reached who need help."""
    said = "; ".join(f"{_way(kind, language)} {address}" for kind, address in ways)
    reach = texts.REACH.in_(language).format(ways=said) if said else texts.NO_WAY.in_(language)
    return [texts.NUMBER.in_(language).format(id=seen.id), reach]


def _way(kind: str, language: str) -> str:
    return texts.WAYS[kind].in_(language) if kind in texts.WAYS else kind


def _what(loaded: Loaded, seen: Booking, privacy: Privacy, language: str) -> str:
    if privacy.is_sensitive:
        return texts.APPOINTMENT.in_(language)
    offering = loaded.catalog.offerings.get(seen.offering)
    kind = named(offering.name, offering.id, language) if offering else ""
    return seen.title or kind or texts.BOOKING.in_(language)


def _neutral(loaded: Loaded, seen: Booking, privacy: Privacy, language: str) -> str:
    """Return what the entry of a calendar is called where no title may be read."""
    if privacy.is_sensitive:
        return texts.APPOINTMENT.in_(language)
    return neutral_title(seen, privacy, loaded, language) or texts.BOOKING.in_(language)


def _calendar(
    loaded: Loaded, seen: Booking, privacy: Privacy, language: str, sent: tuple[Method, str]
) -> bytes:
    """Return the booking as iCalendar, under the UID that it has in every calendar.

    Of what is sealed even its reader is told no UID, so there is none, unless it stands in her own
    calendar as well.
    """
    method, sender = sent
    if not seen.uid:
        return b""
    vevent = booking_vevent(
        seen,
        privacy,
        neutral=_neutral(loaded, seen, privacy, language),
        language=language,
        located=lambda resource, of: location(resource, of, loaded=loaded, language=language),
        cancelled_since=seen.published_at,
        vanishes=False,
    )
    if vevent is None:
        return b""
    center = loaded.catalog.center
    return scheduling_message(
        vevent, method, organizer=sender, name=named(center.name, center.id, language)
    )
