"""Every stored column: whose it is, how private, how long it is kept, and what erasing does to it.

The one registry by which export, erasure and retention go. A column that is not in it fails a test,
so nobody adds one without deciding.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

DAY = 86_400


class Whose(enum.StrEnum):
    """About whom a column tells."""

    NOBODY = "nobody"  # of the center: rooms, rules, times, counts
    PARTY = "party"  # of the party whose row it is
    ORGANIZER = "organizer"  # an id of a party
    ACTOR = "actor"  # an id of a party
    ATTENDEE = "attendee"  # ids of parties, and what was asked about each
    APPEARING = "appearing"  # of all who are named in the booking: what people wrote


class Keeping(enum.StrEnum):
    """By which clock it is kept; how long, ``KEPT`` says."""

    ALWAYS = "always"
    BOOKING = "booking"  # since the booking's end
    HISTORY = "history"  # since it was done
    TERM = "term"  # since it ceased to hold
    PERSON = "person"  # since anything was last heard of the person
    KEY = "key"  # since the booking that it answers was last written
    NOTICE = "notice"  # since it was due


KEPT: Mapping[Keeping, int] = MappingProxyType(
    {
        Keeping.KEY: 30 * DAY,
        Keeping.NOTICE: 30 * DAY,
        Keeping.HISTORY: 3 * 365 * DAY,
        Keeping.BOOKING: 3 * 365 * DAY,
        Keeping.TERM: 365 * DAY,
        Keeping.PERSON: 3 * 365 * DAY,
    }
)
"""Seconds for which each class is kept, if nothing else is said.

In the order in which they are removed: what one leaves does not change what the next one counts.
"""


class Erasure(enum.StrEnum):
    """What erasing a person does to a column."""

    KEEP = "keep"
    BLANK = "blank"  # "" or {}
    NULL = "null"
    RENAME = "rename"  # the id gives way to one that tells nothing, wherever it stands
    LOCK = "lock"  # set so that nobody comes back by it
    DROP = "drop"  # the row goes


@attrs.frozen(kw_only=True)
class Stored:
    """One column.

    Attributes:
        privacy: who may read it, as a class of ``Privacy``; ``"public"`` of what is nobody's.
        erasure: what becomes of it when the person is erased.
    """

    table: str
    column: str
    whose: Whose = Whose.NOBODY
    privacy: str = "public"
    keeping: Keeping = Keeping.ALWAYS
    erasure: Erasure = Erasure.KEEP

    @property
    def is_personal(self) -> bool:
        """Whether it tells of a person."""
        return self.whose is not Whose.NOBODY


def _columns(table: str, names: str, **said: object) -> Iterator[Stored]:
    for name in names.split():
        yield Stored(table=table, column=name, **said)  # type: ignore[arg-type]


_STRUCTURE = (
    *_columns("center", "id revision directory"),
    *_columns("catalog_item", "center kind id place body retired"),
    *_columns("scope", "center"),
    *_columns("scope", "key", whose=Whose.PARTY, privacy="sealed", erasure=Erasure.DROP),
)

_BOOKING = (
    *_columns("booking", "center id uid version sequence state void_reason label offering"),
    *_columns("booking", "room_type start_at end_at length local_start zone tzdata fold"),
    *_columns("booking", "headcount resource chosen created_at changed_at published_at"),
    *_columns("booking", "late_after lapses_at lapses_to lapse_reason waits_for approved"),
    *_columns("booking", "units excused overridden series original_start features"),
    *_columns("booking", "lapsed_at lapsed_from details_version"),
    *_columns(
        *("booking", "organizer"),
        whose=Whose.ORGANIZER,
        privacy="member",
        keeping=Keeping.BOOKING,
        erasure=Erasure.RENAME,
    ),
    *_columns(
        *("booking", "actor"),
        whose=Whose.ACTOR,
        privacy="member",
        keeping=Keeping.BOOKING,
        erasure=Erasure.RENAME,
    ),
    *_columns(
        *("booking", "attendees"),
        whose=Whose.ATTENDEE,
        privacy="care",
        keeping=Keeping.BOOKING,
        erasure=Erasure.RENAME,
    ),
    *_columns(
        *("booking", "title override_reason details"),
        whose=Whose.APPEARING,
        privacy="care",
        keeping=Keeping.BOOKING,
        erasure=Erasure.BLANK,
    ),
    *_columns(
        *("booking", "checked_in_at"),
        whose=Whose.ORGANIZER,
        privacy="care",
        keeping=Keeping.BOOKING,
    ),
    *_columns("booking_link", "center booking role start_at"),
    *_columns(
        *("booking_link", "name"),
        whose=Whose.ATTENDEE,
        privacy="care",
        keeping=Keeping.BOOKING,
        erasure=Erasure.RENAME,
    ),
    *_columns("claim", "center owner n kind start_at end_at before after reach_start reach_end"),
    *_columns("claim", "reach amount layout capacity lapses_at held room_type accepted"),
    *_columns(
        *("claim", "leaf"),
        whose=Whose.ATTENDEE,
        privacy="care",
        keeping=Keeping.BOOKING,
        erasure=Erasure.RENAME,
    ),
    *_columns("limit_use", "center owner n at amount lapses_at kept_when_late"),
    *_columns(
        *("limit_use", "key"),
        whose=Whose.ORGANIZER,
        privacy="member",
        keeping=Keeping.BOOKING,
        erasure=Erasure.RENAME,
    ),
)

_CLOSURE = (
    *_columns("closure", "center id kind subject start_at end_at zone reason public_reason takes"),
    *_columns("closure", "created_at reopened_at amount origin origin_key"),
    *_columns("following", "center resource name next_at tries heard_at stale_since failed fault"),
    *_columns(*("closure", "actor"), whose=Whose.ACTOR, privacy="member", erasure=Erasure.RENAME),
)

_HISTORY = (
    *_columns("change", "seq center id booking act version at fields commitment position hash"),
    *_columns("change_payload", "center change salt"),
    *_columns(
        *("change_payload", "actor reason"),
        whose=Whose.APPEARING,
        privacy="care",
        keeping=Keeping.HISTORY,
        erasure=Erasure.DROP,
    ),
    *_columns("outbox", "center id kind version due_at"),
    *_columns(
        *("outbox", "booking"),
        whose=Whose.ORGANIZER,
        privacy="care",
        keeping=Keeping.NOTICE,
        erasure=Erasure.DROP,
    ),
    *_columns("delivery", "center id notice topic told version channel left_channels"),
    *_columns("delivery", "due_at next_at tries state"),
    *_columns(
        *("delivery", "booking"),
        whose=Whose.ORGANIZER,
        privacy="care",
        keeping=Keeping.NOTICE,
        erasure=Erasure.DROP,
    ),
    *_columns(
        *("delivery", "party fault"),
        whose=Whose.PARTY,
        privacy="care",
        keeping=Keeping.NOTICE,
        erasure=Erasure.DROP,
    ),
    *_columns("idempotency_key", "center"),
    *_columns(
        *("idempotency_key", "actor key hash answer"),
        whose=Whose.ACTOR,
        privacy="sealed",
        keeping=Keeping.KEY,
        erasure=Erasure.DROP,
    ),
)

_BATCH = (
    *_columns("batch", "center id source made_at kind brought refused taken_back"),
    *_columns(*("batch", "actor"), whose=Whose.ACTOR, privacy="member", erasure=Erasure.RENAME),
    *_columns("batch_item", "center batch booking version"),
    # Another system's word for a booking, which may be made of anything.
    *_columns(
        *("batch_item", "key"),
        whose=Whose.ORGANIZER,
        privacy="care",
        keeping=Keeping.HISTORY,
        erasure=Erasure.DROP,
    ),
    # Another system's word for a closure, which is about a place.
    *_columns("batch_closure", "center key batch closure"),
    *_columns("batch_party", "center batch version"),
    *_columns(
        *("batch_party", "party"),
        whose=Whose.PARTY,
        privacy="member",
        keeping=Keeping.HISTORY,
        erasure=Erasure.DROP,
    ),
)

_DIRECTORY = (
    *_columns("party", "center kind organization_kind created_at changed_at erased_at version"),
    # The id stays: that it was somebody's once keeps anybody else from getting it.
    *_columns("party", "id", whose=Whose.PARTY, privacy="member", keeping=Keeping.PERSON),
    *_columns(
        *("party", "name sought language phone email grid disabled_reason"),
        whose=Whose.PARTY,
        privacy="care",
        keeping=Keeping.PERSON,
        erasure=Erasure.BLANK,
    ),
    *_columns(
        *("party", "born_on resident_since"),
        whose=Whose.PARTY,
        privacy="care",
        keeping=Keeping.PERSON,
        erasure=Erasure.NULL,
    ),
    *_columns(*("party", "disabled"), whose=Whose.PARTY, privacy="care", erasure=Erasure.LOCK),
    *_columns("party_fact", "center n"),
    *_columns("party_link", "center n"),
    *_columns("party_grant", "center n"),
    *_columns(
        *("party_fact", "party name value source until_at"),
        whose=Whose.PARTY,
        privacy="care",
        keeping=Keeping.TERM,
        erasure=Erasure.DROP,
    ),
    *_columns(
        *("party_link", "party tie other room_types grid since_at until_at"),
        whose=Whose.PARTY,
        privacy="care",
        keeping=Keeping.TERM,
        erasure=Erasure.DROP,
    ),
    *_columns(
        *("party_grant", "party role room_types grid since_at until_at"),
        whose=Whose.PARTY,
        privacy="member",
        keeping=Keeping.TERM,
        erasure=Erasure.DROP,
    ),
)

FIELDS: Mapping[str, Stored] = MappingProxyType(
    {
        f"{one.table}.{one.column}": one
        for one in (*_STRUCTURE, *_BOOKING, *_CLOSURE, *_HISTORY, *_BATCH, *_DIRECTORY)
    }
)
"""By ``table.column``."""


def personal(table: str) -> tuple[Stored, ...]:
    """Return the columns of a table that tell of persons.

    >>> [one.column for one in personal("closure")]
    ['actor']
    """
    return tuple(one for one in FIELDS.values() if one.table == table and one.is_personal)
