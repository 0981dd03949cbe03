"""An old system for every test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.following.old_system import OldSystem, old_system


@pytest.fixture
def old() -> Iterator[OldSystem]:
    with old_system() as system:
        yield system
