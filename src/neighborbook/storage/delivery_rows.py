"""Deliveries as rows, and rows as deliveries."""

from __future__ import annotations

import json

from neighborbook.domain.delivery import Delivery, DeliveryState
from neighborbook.domain.notice import Told, Topic
from neighborbook.storage.statements import Row, Value


def delivery_row(delivery: Delivery) -> dict[str, Value]:
    """Return the columns of a delivery."""
    return {
        "id": delivery.id,
        "notice": delivery.notice,
        "topic": delivery.topic.value,
        "told": delivery.told.value,
        "booking": delivery.booking,
        "version": delivery.version,
        "party": delivery.party,
        "channel": delivery.channel,
        "left_channels": json.dumps(delivery.left),
        "due_at": delivery.due_at,
        "next_at": delivery.next_at,
        "tries": delivery.tries,
        "state": delivery.state.value,
        "fault": delivery.fault,
    }


def to_delivery(row: Row) -> Delivery:
    """Make a delivery of its row."""
    id_, notice, topic, told, booking, version, party, channel, left, *rest = row
    due_at, next_at, tries, state, fault = rest
    return Delivery(
        id=id_,
        notice=notice,
        topic=Topic(topic),
        told=Told(told),
        booking=booking,
        version=version,
        party=party,
        channel=channel,
        left=tuple(json.loads(left)),
        due_at=due_at,
        next_at=next_at,
        tries=tries,
        state=DeliveryState(state),
        fault=fault,
    )
