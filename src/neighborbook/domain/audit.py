"""What an audit of a database found: each damage by its own code, with what to do about it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType

import attrs

from neighborbook.domain.audit_texts import FINDINGS, REMEDIES, REMEDY_OF
from neighborbook.domain.booking import Booking
from neighborbook.domain.claim import Claim
from neighborbook.domain.closure import Closure
from neighborbook.domain.delivery import Delivery
from neighborbook.domain.limit import LimitUse
from neighborbook.domain.person import AnyParty
from neighborbook.domain.wording import LAST, instant_in_words
from neighborbook.domain.zones import zone


class Damage(enum.StrEnum):
    """What can be wrong with a database, in the order in which it is looked for."""

    FILE_DAMAGED = "file_damaged"
    GUARD_MISSING = "guard_missing"
    GUARD_CHANGED = "guard_changed"
    SCHEMA_CHANGED = "schema_changed"
    REFERENCE_BROKEN = "reference_broken"
    CENTER_REVISION = "center_revision"
    CATALOG_UNREADABLE = "catalog_unreadable"
    ROW_UNREADABLE = "row_unreadable"
    STATE_IMPOSSIBLE = "state_impossible"
    LAPSE_INCOMPLETE = "lapse_incomplete"
    LOCAL_START = "local_start"
    DETAILS_UNREADABLE = "details_unreadable"
    OFFERING_UNKNOWN = "offering_unknown"
    RESOURCE_UNKNOWN = "resource_unknown"
    LINKS_DISAGREE = "links_disagree"
    CLAIM_MISSING = "claim_missing"
    CLAIM_UNASKED = "claim_unasked"
    CLAIM_PERIOD = "claim_period"
    CLAIM_LAPSE = "claim_lapse"
    CLAIM_ROOM_TYPE = "claim_room_type"
    CLAIM_OF_VOID = "claim_of_void"
    CLAIM_OF_NOBODY = "claim_of_nobody"
    BLOCKS_DISAGREE = "blocks_disagree"
    OVER_CAPACITY = "over_capacity"
    LIMIT_USE_OF_NOBODY = "limit_use_of_nobody"
    LIMIT_USE_OF_VOID = "limit_use_of_void"
    LIMIT_USE_AT = "limit_use_at"
    LIMIT_USE_LAPSE = "limit_use_lapse"
    LIMIT_USE_AMOUNT = "limit_use_amount"
    LIMIT_USE_MISSING = "limit_use_missing"
    LIMIT_USE_KEY = "limit_use_key"
    LIMIT_EXCEEDED = "limit_exceeded"
    VERSION_UNTOLD = "version_untold"
    CHANGE_OF_NOTHING = "change_of_nothing"
    LOG_GAP = "log_gap"
    LOG_ALTERED = "log_altered"
    LOG_PAYLOAD = "log_payload"
    LOG_UNSEALED = "log_unsealed"
    LOG_ANCHOR = "log_anchor"
    NOTICE_OF_NOTHING = "notice_of_nothing"
    DELIVERY_OF_NOTHING = "delivery_of_nothing"
    DELIVERY_ID = "delivery_id"
    DELIVERY_STATE = "delivery_state"
    DELIVERY_UNTAKEN = "delivery_untaken"
    DELIVERY_TWICE = "delivery_twice"
    DELIVERY_TO_ERASED = "delivery_to_erased"
    BATCH_ITEM_OF_NOTHING = "batch_item_of_nothing"
    BATCH_ITEM_TWICE = "batch_item_twice"
    BATCH_CLOSURE_OF_NOTHING = "batch_closure_of_nothing"
    BATCH_CLOSURE_OF_OUTAGE = "batch_closure_of_outage"
    BATCH_OF_OTHERS = "batch_of_others"
    BATCH_TALLY = "batch_tally"
    KEY_OF_NOTHING = "key_of_nothing"
    OF_NO_PARTY = "of_no_party"
    TOMBSTONE_TELLS = "tombstone_tells"
    LINK_TO_ERASED = "link_to_erased"
    PARTY_SOUGHT = "party_sought"


_INSTANTS = frozenset({"at", "start", "end", "claimed_start", "claimed_end"})
"""Facts that are UTC seconds."""


def _facts(given: Mapping[str, int | str]) -> Mapping[str, int | str]:
    return MappingProxyType(dict(given))


@attrs.frozen(kw_only=True)
class Finding:
    """One damage: what it is, where, and what to do.

    Attributes:
        code: what is wrong; each kind of damage has its own.
        table, id: the row, or what else of the database; ids of bookings are theirs.
        facts: what was found and what would be right, as numbers and ids; nothing that a person
            wrote.
        zone: of the center, in which ``text`` says instants; ``facts`` has them in UTC seconds.
        remedy: what to do, in English; ``text`` says it in Chinese too.
    """

    code: Damage
    table: str
    id: str = ""
    facts: Mapping[str, int | str] = attrs.field(factory=dict, converter=_facts)
    zone: str = attrs.field(default="UTC", eq=False)
    remedy: str = attrs.field(init=False)

    @remedy.default
    def _remedy(self) -> str:
        return REMEDIES[REMEDY_OF[self.code.value]][0]

    def __str__(self) -> str:
        return self.text()

    def text(self, language: str = "en") -> str:
        """Say it in English (``en``) or Chinese (``zh``).

        >>> found = Finding(code=Damage.LOG_GAP, table="change", id="7", facts={"position": 7})
        >>> found.text("zh").partition("。")[0]
        'log_gap change 7：变更记录缺少第 7 号'
        """
        which = 1 if language.lower().startswith("zh") else 0
        said = FINDINGS[self.code.value][which].format_map(_Known(self._said(language)))
        remedy = REMEDIES[REMEDY_OF[self.code.value]][which]
        where = " ".join(part for part in (self.code.value, self.table, self.id) if part)
        return f"{where}：{said}。{remedy}" if which else f"{where}: {said}. {remedy}"

    def _said(self, language: str) -> Mapping[str, int | str]:
        where = zone(self.zone)
        return {
            name: instant_in_words(fact, where, language)
            if name in _INSTANTS and isinstance(fact, int) and 0 <= fact < LAST
            else fact
            for name, fact in self.facts.items()
        }


class _Known(dict[str, "int | str"]):
    """Facts by name; what is not known is said as a dash."""

    def __missing__(self, name: str) -> str:
        return "-"


@attrs.frozen(kw_only=True)
class Audit:
    """What ``check`` found in one center, in one consistent reading.

    Attributes:
        at: when, UTC seconds.
        bookings, claims, limit_uses, changes, closures, notices, deliveries, batches,
            batch_items, batch_closures, keys, parties: how many rows were judged.
        position, hash: the head of the change log; kept outside, they show later that the log
            still holds what it held (``anchor``). Position 0: nothing was sealed yet.
        findings: every damage, at most ``MOST_FINDINGS``; more: how many are left out.
    """

    center: str
    at: int
    bookings: int = 0
    claims: int = 0
    limit_uses: int = 0
    changes: int = 0
    closures: int = 0
    notices: int = 0
    deliveries: int = 0
    batches: int = 0
    batch_items: int = 0
    batch_closures: int = 0
    keys: int = 0
    parties: int = 0
    position: int = 0
    hash: str = ""
    findings: tuple[Finding, ...] = ()
    more: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def head(self) -> str:
        """The head of the change log as ``anchor`` takes it: ``POSITION:HASH``."""
        return f"{self.position}:{self.hash}"

    def __str__(self) -> str:
        counted = (
            f"{self.center}: {self.bookings} bookings, {self.claims} claims, {self.limit_uses} "
            f"limit uses, {self.changes} changes up to position {self.position}"
        )
        found = len(self.findings) + self.more
        lines = [f"{counted}; {found} found" if found else f"{counted}; nothing is wrong"]
        lines.extend(map(str, self.findings))
        return "\n".join([*lines, f"and {self.more} more"] if self.more else lines)


MOST_FINDINGS = 1000
"""How many findings an audit keeps: a database that is broken everywhere must not fill memory."""


@attrs.frozen(kw_only=True)
class Dossier:
    """All rows that name one owner: a booking, a closure, or nobody.

    Attributes:
        booking, closure: ``None`` if there is none of this id, or it cannot be read.
        unreadable: tables of which a row of this owner cannot be read.
        links: (role, name, start_at) of its rows in ``booking_link``.
        versions: of its changes, in the order of writing.
    """

    id: str
    booking: Booking | None = None
    closure: Closure | None = None
    claims: tuple[Claim, ...] = ()
    limit_uses: tuple[LimitUse, ...] = ()
    links: tuple[tuple[str, str, int], ...] = ()
    versions: tuple[int, ...] = ()
    unreadable: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class PartyDossier:
    """All rows of the directory that name one party.

    Attributes:
        party: ``None`` if there is none of this id, or it cannot be read.
        sought, wanted_sought: by what it is found, and by what it would be.
        rows: how many things are stated of it, tied or granted to it.
        to_erased: how many of its ties lead to somebody who was erased.
        unreadable: tables of which a row of this party cannot be read.
    """

    id: str
    party: AnyParty | None = None
    sought: str = ""
    wanted_sought: str = ""
    rows: int = 0
    to_erased: int = 0
    unreadable: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class DeliveryDossier:
    """A delivery, and what it says of other rows.

    Attributes:
        delivery: ``None`` if it cannot be read.
        reached: the version of its booking; ``None`` if there is none.
        untaken: whether the notice that it was made of still lies in the outbox.
        to_erased: whether it goes to somebody who was erased.
    """

    id: str
    delivery: Delivery | None = None
    reached: int | None = None
    untaken: bool = False
    to_erased: bool = False


@attrs.frozen(kw_only=True)
class ItemDossier:
    """That a batch brought a booking, and whether both are there.

    Attributes:
        version: in which it was brought; reached: that of the booking, ``None`` if there is none.
        kind: what the batch brought; "" if there is no such batch.
    """

    booking: str
    batch: str
    version: int
    reached: int | None
    kind: str


@attrs.frozen(kw_only=True)
class LaidDossier:
    """That a batch brought a closure, and what both are.

    Attributes:
        kind: what the batch brought; "" if there is no such batch.
        closes: the kind of the closure; "" if there is none.
    """

    closure: str
    batch: str
    kind: str
    closes: str
