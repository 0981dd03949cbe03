"""What plugin authors test with: contracts to inherit, strategies, and a clock that stands still.

Install ``neighborbook[testing]``. Public: this module's names.
"""

from neighborbook.testing.clocks import CountedIds, SetClock
from neighborbook.testing.contracts import RoomTypeContract
from neighborbook.testing.hook_contracts import CheckContract, FactsContract
from neighborbook.testing.strategies import (
    MONDAY,
    asks,
    catalogs,
    center_file,
    claims,
    offerings,
    policies,
    requests,
    resources,
)

__all__ = [
    "MONDAY",
    "CheckContract",
    "CountedIds",
    "FactsContract",
    "RoomTypeContract",
    "SetClock",
    "asks",
    "catalogs",
    "center_file",
    "claims",
    "offerings",
    "policies",
    "requests",
    "resources",
]
