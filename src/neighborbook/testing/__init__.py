"""What plugin authors test with: strategies for Hypothesis, and a clock that stands still.

Install ``neighborbook[testing]``. Public: this module's names.
"""

from neighborbook.testing.clocks import CountedIds, SetClock
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
    "CountedIds",
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
