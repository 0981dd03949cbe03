"""What is being told, and what was brought in, against the rows that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from neighborbook.domain.audit import Damage, DeliveryDossier, Finding, ItemDossier, LaidDossier
from neighborbook.domain.closure import ClosureKind
from neighborbook.domain.delivery import Delivery, DeliveryState, delivery_id
from neighborbook.domain.notice import Topic

Facts = Mapping[str, int | str]


def judge_delivery(dossier: DeliveryDossier) -> Iterator[Finding]:
    """Yield what is wrong with one delivery."""
    delivery = dossier.delivery
    if delivery is None:
        yield Finding(code=Damage.ROW_UNREADABLE, table="delivery", id=dossier.id)
        return
    if not _is_reached(delivery.version, dossier.reached):
        about: Facts = {"booking": delivery.booking, "version": delivery.version}
        yield _found(Damage.DELIVERY_OF_NOTHING, delivery, **about)
    if delivery.id != delivery_id(delivery.notice, delivery.party, delivery.channel):
        yield _found(Damage.DELIVERY_ID, delivery, notice=delivery.notice)
    having = _impossible(delivery)
    if having:
        stood: Facts = {"state": delivery.state.value, "tries": delivery.tries, "having": having}
        yield _found(Damage.DELIVERY_STATE, delivery, **stood)
    if dossier.untaken:
        yield _found(Damage.DELIVERY_UNTAKEN, delivery, notice=delivery.notice)
    if dossier.to_erased:
        yield _found(Damage.DELIVERY_TO_ERASED, delivery)


def judge_item(dossier: ItemDossier) -> Iterator[Finding]:
    """Yield what is wrong with one booking that a batch is said to have brought.

    The key of its row is a word of the old system's; the booking names it well enough.
    """
    if not (dossier.kind and _is_reached(dossier.version, dossier.reached)):
        facts: Facts = {"batch": dossier.batch, "version": dossier.version}
        yield Finding(
            code=Damage.BATCH_ITEM_OF_NOTHING,
            table="batch_item",
            id=dossier.booking,
            facts=facts,
        )
    if dossier.kind not in ("", "bookings"):
        others: Facts = {"batch": dossier.batch, "kind": dossier.kind}
        yield Finding(
            code=Damage.BATCH_OF_OTHERS, table="batch_item", id=dossier.booking, facts=others
        )


def judge_laid(dossier: LaidDossier) -> Iterator[Finding]:
    """Yield what is wrong with one closure that a batch is said to have brought."""
    facts: Facts = {"batch": dossier.batch, "kind": dossier.kind}
    wrong = {
        Damage.BATCH_CLOSURE_OF_NOTHING: not (dossier.kind and dossier.closes),
        Damage.BATCH_CLOSURE_OF_OUTAGE: dossier.closes == ClosureKind.OUTAGE,
        Damage.BATCH_OF_OTHERS: dossier.kind not in ("", "closures"),
    }
    for code in (code for code, holds in wrong.items() if holds):
        yield Finding(code=code, table="batch_closure", id=dossier.closure, facts=facts)


def judge_batch(id: str, brought: int, taken_back: int) -> Iterator[Finding]:
    """Yield whether more of a batch is taken back than came."""
    if not 0 <= taken_back <= brought:
        facts: Facts = {"brought": brought, "taken_back": taken_back}
        yield Finding(code=Damage.BATCH_TALLY, table="batch", id=id, facts=facts)


def _impossible(delivery: Delivery) -> str:
    """Return what no delivery in this state can have, or ""."""
    if delivery.tries < 0:
        return "tries"
    if delivery.channel:
        return ""
    if delivery.state is DeliveryState.WAITING or delivery.left:
        return "no channel"
    # For everybody who reads a channel there must be one; only that nobody is on duty is told so.
    told_nobody = not delivery.party and delivery.topic is not Topic.DUTY_CONTACT
    return "no party" if told_nobody else ""


def _is_reached(version: int, reached: int | None) -> bool:
    return reached is not None and 0 < version <= reached


def _found(code: Damage, delivery: Delivery, **facts: int | str) -> Finding:
    return Finding(code=code, table="delivery", id=delivery.id, facts=facts)
