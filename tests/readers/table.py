"""All the readers, and how a test asks each of them."""

from __future__ import annotations

import pytest

from tests.readers.entries import Reader
from tests.readers.in_node import InNode
from tests.readers.in_python import Dateutil, RecurringIcalEvents
from tests.readers.libical import Libical

READERS: tuple[Reader, ...] = (
    RecurringIcalEvents(),
    Dateutil(),
    Libical(),
    InNode("ical.js", True),
    # It looks zones up by name in what came with node, and from ten years after today on it takes
    # them to stand still (its temporal-polyfill), so it is no witness of a VTIMEZONE.
    InNode("node-ical", False),
)


def asked(*readers: Reader) -> pytest.MarkDecorator:
    """Run a test with each of these readers; with those that are missing it is skipped."""
    missing = [(reader, reader.missing()) for reader in readers]
    cases = [
        pytest.param(
            reader,
            id=reader.name,
            marks=pytest.mark.skipif(reason is not None, reason=reason or ""),
        )
        for reader, reason in missing
    ]
    return pytest.mark.parametrize("reader", cases)


every_reader = asked(*READERS)
every_reader_of_zones = asked(*(reader for reader in READERS if reader.reads_zones))
