"""The audit: every row of a center against the others, in one consistent reading.

It writes nothing, not even a number into the log: what is damaged may be the disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from neighborbook.center_file import Item, enabled_plugins, join, rebuild
from neighborbook.desk.blocking import blocks_of
from neighborbook.desk.core_rules import CoreRules
from neighborbook.desk.faults import Faults
from neighborbook.desk.house import House, as_item
from neighborbook.desk.keeping.sparing import Sparing
from neighborbook.domain.audit import MOST_FINDINGS, Audit, Damage, Dossier, Finding
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.claim import Claim
from neighborbook.domain.closure import ClosureKind
from neighborbook.domain.offering import DAY
from neighborbook.domain.party import Actor, ActorKind
from neighborbook.engine.audit_bookings import judge_dossier
from neighborbook.engine.audit_limits import Spent, judge_limits
from neighborbook.engine.audit_people import judge_party
from neighborbook.engine.audit_told import judge_batch, judge_delivery, judge_item, judge_laid
from neighborbook.engine.audit_uses import sweep
from neighborbook.errors import NeighborbookError
from neighborbook.plugins import PluginSet
from neighborbook.storage.abc import CatalogItem
from neighborbook.storage.log import Wrong

if TYPE_CHECKING:  # it brings SQLAlchemy, which who only names a desk has no use for
    from neighborbook.storage.inspecting import Inspection

Facts = Mapping[str, int | str]

LATE = DAY
"""Seconds after which a change that was not numbered tells that nobody settles."""

_ANCHOR = re.compile(r"(\d{1,18}):([0-9a-f]{64})")
_WRONG = {
    Wrong.MISSING: Damage.LOG_GAP,
    Wrong.ALTERED: Damage.LOG_ALTERED,
    Wrong.PAYLOAD: Damage.LOG_PAYLOAD,
}


def check(house: House, actor: Actor, anchor: str | None) -> Audit:
    """Audit the center of a house; who is not the program hears of what is sealed no more than ids.

    Raises:
        InvalidRequest: the anchor is none.
        NotFound: there is no such center.
    """
    faults = Faults()
    kept = None
    if anchor is not None:
        given: object = anchor
        found = _ANCHOR.fullmatch(given) if isinstance(given, str) else None
        if found is None:
            faults.add("anchor", "INPUT_INVALID", "", "POSITION:HASH, as check --head prints it")
        else:
            kept = int(found[1]), found[2]
    faults.stop()
    with house.store.inspecting(house.center) as inspection:
        sparing = None if actor.kind is ActorKind.PROGRAM else Sparing(loaded=house.loaded())
        now, extra = house.clock.now(), house.extra
        return audited(inspection, house.center, now, extra, kept, sparing=sparing)


def audited(
    inspection: Inspection,
    center: str,
    now: int,
    extra: tuple[object, ...] = (),
    anchor: tuple[int, str] | None = None,
    *,
    sparing: Sparing | None = None,
) -> Audit:
    """Judge everything that an inspection shows.

    Args:
        extra: plugins of the embedding program.
        anchor: position and hash that the log held once.
        sparing: says what may be told of a finding; ``None``: all of it.
    """
    tally = _Tally(sparing=sparing)
    for finding in _findings(inspection, center, now, extra, anchor, tally):
        tally.note(finding)
    position, head = inspection.head()
    return Audit(
        center=center,
        at=now,
        position=position,
        hash=head,
        findings=tuple(attrs.evolve(each, zone=tally.zone) for each in tally.findings),
        more=tally.more,
        **tally.rows,
    )


@attrs.define
class _Tally:
    """What was found, and how many rows were judged.

    Attributes:
        zone: of the center, if its file can be read.
    """

    sparing: Sparing | None = None
    zone: str = "UTC"
    findings: list[Finding] = attrs.field(factory=list)
    more: int = 0
    rows: dict[str, int] = attrs.field(factory=dict)

    def note(self, finding: Finding) -> None:
        """Keep a finding, or only count it."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(self.sparing.told(finding) if self.sparing else finding)
        else:
            self.more += 1

    def count(self, table: str, rows: int = 1) -> None:
        """Count rows that were judged."""
        self.rows[table] = self.rows.get(table, 0) + rows


def _findings(
    inspection: Inspection,
    center: str,
    now: int,
    extra: tuple[object, ...],
    anchor: tuple[int, str] | None,
    tally: _Tally,
) -> Iterator[Finding]:
    yield from inspection.flaws_of_schema()
    items = inspection.catalog()
    yield from _center_row(inspection.revision, items, center)
    catalog, unreadable = _catalog(items, inspection.revision, extra)
    yield from unreadable
    if catalog is not None:
        tally.zone = catalog.center.zone
    for dossier in inspection.dossiers():
        _counted(dossier, tally)
        yield from judge_dossier(dossier, catalog)
        if dossier.closure is not None and dossier.booking is None:
            yield from _closure(dossier, catalog)
    for over in sweep(use for use in inspection.uses_by_leaf() if use.live(now)):
        use = over.use
        what = {"peak": over.peak, "capacity": use.capacity, "start": use.start, "end": use.end}
        facts: Facts = {"leaf": use.leaf, **what}
        yield Finding(code=Damage.OVER_CAPACITY, table="claim", id=use.owner, facts=facts)
    for party in inspection.parties():
        tally.count("parties")
        yield from judge_party(party)
    if catalog is not None:
        uses = inspection.limit_uses_by_key()
        spent = (Spent(use=use, passed=passed) for use, passed in uses if use.live(now))
        yield from judge_limits(spent, catalog, now)
    yield from _pointing(inspection, tally)
    yield from _log(inspection, now, anchor)


def _counted(dossier: Dossier, tally: _Tally) -> None:
    if tally.sparing is not None:
        tally.sparing.note(dossier)
    tally.count("bookings", 0 if dossier.booking is None else 1)
    tally.count("closures", 0 if dossier.closure is None else 1)
    tally.count("claims", len(dossier.claims))
    tally.count("limit_uses", len(dossier.limit_uses))
    tally.count("changes", len(dossier.versions))


def _center_row(revision: int, items: tuple[CatalogItem, ...], center: str) -> Iterator[Finding]:
    """A center was loaded as often as its revision says, and its file is of its name."""
    named = [item.id for item in items if item.kind == "center"]
    if (revision > 0) is not bool(items) or revision < 0 or named not in ([], [center]):
        facts = {"revision": revision, "items": len(items)}
        yield Finding(code=Damage.CENTER_REVISION, table="center", id=center, facts=facts)


def _catalog(
    items: tuple[CatalogItem, ...], revision: int, extra: tuple[object, ...]
) -> tuple[Catalog | None, tuple[Finding, ...]]:
    """Return the catalog, or what of it cannot be read; a plugin that is gone is no damage."""
    broken = [item for item in items if not _is_read(as_item(item))]
    if broken:
        return None, tuple(map(_unreadable, broken))
    if not items:
        return None, ()
    kept = tuple(map(as_item, items))
    try:
        plugins = PluginSet.reopen(enabled_plugins(join(kept)), extra, (CoreRules(),))
        return rebuild(kept, plugins.room_types, revision=revision), ()
    except (NeighborbookError, ValueError, TypeError, KeyError, AttributeError):
        return None, (Finding(code=Damage.CATALOG_UNREADABLE, table="catalog_item"),)


def _is_read(item: Item) -> bool:
    try:
        return isinstance(item.table(), dict)
    except ValueError:
        return False


def _unreadable(item: CatalogItem) -> Finding:
    return Finding(
        code=Damage.CATALOG_UNREADABLE, table="catalog_item", id=f"{item.kind} {item.id}"
    )


def _closure(dossier: Dossier, catalog: Catalog | None) -> Iterator[Finding]:
    """A closure that holds lies on what it closes, one that was reopened on nothing."""
    closure = dossier.closure
    if closure is None:
        return
    lies = closure.kind in (ClosureKind.RESOURCE, ClosureKind.CENTER)
    wanted = blocks_of(closure) if lies and closure.reopened_at is None else ()
    if sorted(dossier.claims, key=_by_leaf) != sorted(wanted, key=_by_leaf):
        facts: Facts = {"found": len(dossier.claims), "wanted": len(wanted)}
        yield Finding(code=Damage.BLOCKS_DISAGREE, table="closure", id=closure.id, facts=facts)
    if catalog is None:
        return
    unknown = {
        Damage.RESOURCE_UNKNOWN: closure.kind is ClosureKind.RESOURCE
        and closure.subject not in catalog.resources,
        Damage.OFFERING_UNKNOWN: closure.kind is ClosureKind.OFFERING
        and closure.subject not in catalog.offerings,
    }
    for code in (code for code, holds in unknown.items() if holds):
        named = {"resource": closure.subject, "offering": closure.subject}
        yield Finding(code=code, table="closure", id=closure.id, facts=named)


def _by_leaf(claim: Claim) -> tuple[str, int]:
    return claim.leaf, claim.start


def _pointing(inspection: Inspection, tally: _Tally) -> Iterator[Finding]:
    for notice in inspection.notices():
        tally.count("notices")
        if not notice.there:
            facts: Facts = {"booking": notice.of, "version": notice.version}
            yield Finding(code=Damage.NOTICE_OF_NOTHING, table="outbox", id=notice.id, facts=facts)
    yield from _told(inspection, tally)
    yield from _brought(inspection, tally)
    for key in inspection.writes():
        tally.count("keys")
        if not key.there:
            # The key itself is a caller's own word: what it answers with tells enough.
            yield Finding(code=Damage.KEY_OF_NOTHING, table="idempotency_key", id=key.of)


def _told(inspection: Inspection, tally: _Tally) -> Iterator[Finding]:
    for dossier in inspection.deliveries():
        tally.count("deliveries")
        yield from judge_delivery(dossier)
    for id_, notice, many in inspection.told_twice():
        facts: Facts = {"notice": notice, "rows": many}
        yield Finding(code=Damage.DELIVERY_TWICE, table="delivery", id=id_, facts=facts)


def _brought(inspection: Inspection, tally: _Tally) -> Iterator[Finding]:
    for item in inspection.items():
        tally.count("batch_items")
        yield from judge_item(item)
    for laid in inspection.laid():
        tally.count("batch_closures")
        yield from judge_laid(laid)
    for id_, brought, taken_back in inspection.batches():
        tally.count("batches")
        yield from judge_batch(id_, brought, taken_back)
    for booking, many in inspection.brought_twice():
        facts: Facts = {"rows": many}
        yield Finding(code=Damage.BATCH_ITEM_TWICE, table="batch_item", id=booking, facts=facts)


def _log(inspection: Inspection, now: int, anchor: tuple[int, str] | None) -> Iterator[Finding]:
    for flaw in inspection.log():
        facts = {"position": flaw.at_position}
        yield Finding(code=_WRONG[flaw.what], table="change", id=flaw.id, facts=facts)
    waiting, oldest = inspection.unsealed()
    if oldest is not None and oldest < now - LATE:
        facts = {"changes": waiting, "oldest": oldest}
        yield Finding(code=Damage.LOG_UNSEALED, table="change", facts=facts)
    if anchor is not None and inspection.hash_at(anchor[0]) != anchor[1]:
        facts = {"position": anchor[0]}
        yield Finding(code=Damage.LOG_ANCHOR, table="change", facts=facts)
