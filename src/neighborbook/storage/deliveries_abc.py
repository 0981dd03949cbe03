"""What a store must do for what is being told; a part of the contract in ``abc``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from neighborbook.domain.delivery import Delivery


class DeliveryReader(Protocol):
    """What can be read of deliveries."""

    def delivery(self, id: str) -> Delivery | None:
        """Return a delivery, or ``None``: it has arrived, or never was."""
        ...

    def waiting(self, channels: Sequence[str], now: int, limit: int) -> tuple[Delivery, ...]:
        """Return what waits for one of these channels, ``next_at <= now``, the earliest first."""
        ...

    def deliveries(self, after: str, limit: int) -> tuple[Delivery, ...]:
        """Return a page of deliveries in whatever state, ordered by id, those after an id."""
        ...
