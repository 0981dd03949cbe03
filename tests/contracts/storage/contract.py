"""The one contract of every store: a test class that gives a ``store`` fixture inherits it all."""

from __future__ import annotations

from tests.contracts.storage.batches import Batches
from tests.contracts.storage.following import Followings
from tests.contracts.storage.frozen import Frozen
from tests.contracts.storage.listing import Listing
from tests.contracts.storage.logs import Log
from tests.contracts.storage.people import People
from tests.contracts.storage.queueing import Queueing
from tests.contracts.storage.reads import Reads
from tests.contracts.storage.round_trips import RoundTrips
from tests.contracts.storage.stamps import Stamps
from tests.contracts.storage.waiting import Waiting
from tests.contracts.storage.writes import Guards, Transactions


class StoreContract(
    RoundTrips,
    Reads,
    Listing,
    Transactions,
    Guards,
    Waiting,
    Queueing,
    Log,
    Frozen,
    Stamps,
    Batches,
    Followings,
    People,
):
    """A store keeps what it was given, waits as it should, and refuses what may not be."""
