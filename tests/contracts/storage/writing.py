"""How tests write: one transaction, the scopes that matter to them."""

from __future__ import annotations

import itertools

from hypothesis import HealthCheck, settings

from neighborbook.storage.abc import Store, Writes
from tests.contracts.storage.values import CENTER

same_store = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[
        HealthCheck.differing_executors,  # a contract is inherited by the test of each store
        HealthCheck.function_scoped_fixture,  # each example has a center of its own
        HealthCheck.too_slow,
    ],
)

_numbers = itertools.count()


def write(store: Store, *batches: Writes, center: str = CENTER, scopes: str = "leaf:A") -> None:
    """Write batches in one transaction."""
    with store.transaction(center, scopes=frozenset(scopes.split())) as transaction:
        for batch in batches:
            transaction.write(batch)
        transaction.commit()


def fresh_center(store: Store) -> str:
    """Make a center that no other example has."""
    center = f"center-{next(_numbers)}"
    store.create_center(center)
    return center


def seal(store: Store, *, center: str = CENTER, limit: int = 100) -> int:
    """Seal what is unsealed."""
    with store.transaction(center, scopes=frozenset({"log"})) as transaction:
        sealed = transaction.seal(limit)
        transaction.commit()
    return sealed
