"""The way to neighborbook: one desk, and an order with its room or neither."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.db import transaction

import neighborbook as nb
from examples.embed_django.orders.models import Order


@cache
def desk() -> nb.Desk:
    """Return the one desk of this process; threads share it."""
    return nb.open(**settings.NEIGHBORBOOK)


def place(id: str, customer: str, start: str) -> Order:
    """Hold the kitchen, commit the order, confirm.

    Raises:
        nb.Refused: the kitchen cannot be had; there is no order.
    """
    held = hold(id, customer, start)
    with transaction.atomic():
        order = Order.objects.create(id=id, customer=customer, start=start, hold=held.id)
    finish(order)
    return order


def hold(id: str, customer: str, start: str) -> nb.Booking:
    """Keep the kitchen for ten minutes; the same order asked again gets the same hold."""
    return desk().hold(
        "kitchen", start=start, length="2h", organizer=customer, ttl="10m", key=f"hold-{id}"
    )


def finish(order: Order) -> bool:
    """Give an order its room, as often as it takes; return whether it has one."""
    try:
        booking = desk().confirm(order.hold, key=f"confirm-{order.id}")
    except nb.Refused:
        try:
            booking = desk().book(
                "kitchen",
                start=order.start,
                length="2h",
                organizer=order.customer,
                key=f"again-{order.id}",
            )
        except nb.Refused:
            return False  # here a real shop writes to its customer
    order.room = booking.id
    order.save(update_fields=["room"])
    return True


def sweep() -> int:
    """Finish what a crash has left; return how many orders still have no room."""
    return sum(not finish(order) for order in Order.objects.filter(room=""))
