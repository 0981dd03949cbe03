"""neighborbook: who has what when, in a center whose rooms many people share.

Public names load when they are first used, so that importing the package costs little.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neighborbook.codes import Code, Severity
    from neighborbook.desk.boards import Board, BoardRow, PoolTime
    from neighborbook.desk.change_pages import Changes
    from neighborbook.desk.channels.channel import Channel, Message, Undeliverable
    from neighborbook.desk.clock import Clock, Ids
    from neighborbook.desk.desk import Desk
    from neighborbook.desk.holidays import Holidays, SpecialDay, StatedHours
    from neighborbook.desk.loading import Loading
    from neighborbook.desk.looking import Usage
    from neighborbook.desk.notices.address_book import AddressBook
    from neighborbook.desk.notices.listing import Untold
    from neighborbook.desk.opening import centers, open
    from neighborbook.desk.people.erasing import Erasing
    from neighborbook.desk.people.exporting import PersonExport
    from neighborbook.desk.people.people import People
    from neighborbook.desk.people.retaining import Retained
    from neighborbook.desk.people.rolling import Presence, RollCall
    from neighborbook.desk.settling import Settled
    from neighborbook.domain.audit import Audit, Damage, Finding
    from neighborbook.domain.booking import Booking, State, VoidReason
    from neighborbook.domain.catalog import Catalog, Center
    from neighborbook.domain.change import Act, Change
    from neighborbook.domain.claim import Claim, Leg, Option, Take
    from neighborbook.domain.closure import Closure, ClosureKind
    from neighborbook.domain.decision import Decision, Verdict
    from neighborbook.domain.demand import Demand, PartyBookings
    from neighborbook.domain.following import Follow, Following, Heard, NotHeard, OutsideClosure
    from neighborbook.domain.limit import Limit, LimitUse
    from neighborbook.domain.notice import Addressee, Topic
    from neighborbook.domain.offering import Offering, Over, Per, Place, Policy, Quota, Unit
    from neighborbook.domain.party import Actor, Attendee, Facts, Grant, Link, Tie
    from neighborbook.domain.person import Organization, OrganizationKind, Person, Stated
    from neighborbook.domain.refusal import Refusal
    from neighborbook.domain.resource import Resource
    from neighborbook.domain.seen import Ask, Candidate, Seen
    from neighborbook.domain.slot import Request, Slot
    from neighborbook.domain.text import Text
    from neighborbook.engine.opening import session
    from neighborbook.errors import (
        Busy,
        CenterFileError,
        Corrupt,
        Fault,
        FolderError,
        Full,
        InvalidRequest,
        InvariantBroken,
        NeighborbookError,
        NotFound,
        NotOurs,
        OutcomeUnknown,
        PluginError,
        ReadOnly,
        Refused,
        SchemaOutdated,
        StorageError,
        TooNew,
    )
    from neighborbook.hookspecs import hookimpl
    from neighborbook.room_type import (
        Audience,
        Privacy,
        RoomType,
        Seconds,
        asks,
        details,
        place_option,
        suitable_places,
        unsuitable,
    )

_HOMES = {
    "codes": ("Code", "Severity"),
    "desk.boards": ("Board", "BoardRow", "PoolTime"),
    "desk.channels.channel": ("Channel", "Message", "Undeliverable"),
    "desk.clock": ("Clock", "Ids"),
    "desk.desk": ("Desk",),
    "desk.holidays": ("Holidays", "SpecialDay", "StatedHours"),
    "desk.loading": ("Loading",),
    "desk.change_pages": ("Changes",),
    "desk.looking": ("Usage",),
    "desk.notices.address_book": ("AddressBook",),
    "desk.notices.listing": ("Untold",),
    "desk.opening": ("centers", "open"),
    "desk.people.erasing": ("Erasing",),
    "desk.people.exporting": ("PersonExport",),
    "desk.people.people": ("People",),
    "desk.people.retaining": ("Retained",),
    "desk.people.rolling": ("Presence", "RollCall"),
    "desk.settling": ("Settled",),
    "domain.audit": ("Audit", "Damage", "Finding"),
    "domain.booking": ("Booking", "State", "VoidReason"),
    "domain.catalog": ("Catalog", "Center"),
    "domain.change": ("Act", "Change"),
    "domain.claim": ("Claim", "Leg", "Option", "Take"),
    "domain.closure": ("Closure", "ClosureKind"),
    "domain.decision": ("Decision", "Verdict"),
    "domain.demand": ("Demand", "PartyBookings"),
    "domain.following": ("Follow", "Following", "Heard", "NotHeard", "OutsideClosure"),
    "domain.limit": ("Limit", "LimitUse"),
    "domain.notice": ("Addressee", "Topic"),
    "domain.offering": ("Offering", "Over", "Per", "Place", "Policy", "Quota", "Unit"),
    "domain.party": ("Actor", "Attendee", "Facts", "Grant", "Link", "Tie"),
    "domain.person": ("Organization", "OrganizationKind", "Person", "Stated"),
    "domain.refusal": ("Refusal",),
    "domain.resource": ("Resource",),
    "domain.seen": ("Ask", "Candidate", "Seen"),
    "domain.slot": ("Request", "Slot"),
    "domain.text": ("Text",),
    "engine.opening": ("session",),
    "errors": (
        "Busy",
        "CenterFileError",
        "Corrupt",
        "Fault",
        "FolderError",
        "Full",
        "InvalidRequest",
        "InvariantBroken",
        "NeighborbookError",
        "NotFound",
        "NotOurs",
        "OutcomeUnknown",
        "PluginError",
        "ReadOnly",
        "Refused",
        "SchemaOutdated",
        "StorageError",
        "TooNew",
    ),
    "hookspecs": ("hookimpl",),
    "room_type": (
        "Audience",
        "Privacy",
        "RoomType",
        "Seconds",
        "asks",
        "details",
        "place_option",
        "suitable_places",
        "unsuitable",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Act",
    "Actor",
    "AddressBook",
    "Addressee",
    "Ask",
    "Attendee",
    "Audience",
    "Audit",
    "Board",
    "BoardRow",
    "Booking",
    "Busy",
    "Candidate",
    "Catalog",
    "Center",
    "CenterFileError",
    "Change",
    "Changes",
    "Channel",
    "Claim",
    "Clock",
    "Closure",
    "ClosureKind",
    "Code",
    "Corrupt",
    "Damage",
    "Decision",
    "Demand",
    "Desk",
    "Erasing",
    "Facts",
    "Fault",
    "Finding",
    "FolderError",
    "Follow",
    "Following",
    "Full",
    "Grant",
    "Heard",
    "Holidays",
    "Ids",
    "InvalidRequest",
    "InvariantBroken",
    "Leg",
    "Limit",
    "LimitUse",
    "Link",
    "Loading",
    "Message",
    "NeighborbookError",
    "NotFound",
    "NotHeard",
    "NotOurs",
    "Offering",
    "Option",
    "Organization",
    "OrganizationKind",
    "OutcomeUnknown",
    "OutsideClosure",
    "Over",
    "PartyBookings",
    "People",
    "Per",
    "Person",
    "PersonExport",
    "Place",
    "PluginError",
    "Policy",
    "PoolTime",
    "Presence",
    "Privacy",
    "Quota",
    "ReadOnly",
    "Refusal",
    "Refused",
    "Request",
    "Resource",
    "Retained",
    "RollCall",
    "RoomType",
    "SchemaOutdated",
    "Seconds",
    "Seen",
    "Settled",
    "Severity",
    "Slot",
    "SpecialDay",
    "State",
    "Stated",
    "StatedHours",
    "StorageError",
    "Take",
    "Text",
    "Tie",
    "TooNew",
    "Topic",
    "Undeliverable",
    "Unit",
    "Untold",
    "Usage",
    "Verdict",
    "VoidReason",
    "asks",
    "centers",
    "details",
    "hookimpl",
    "open",
    "place_option",
    "session",
    "suitable_places",
    "unsuitable",
]


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
