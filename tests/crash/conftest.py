"""Processes to be killed."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.crash.nursery import Nursery
from tests.crash.shim import ShimUnavailable, compiled

# These proofs want fork and SIGKILL.
collect_ignore_glob = ["test_*.py"] if sys.platform == "win32" else []


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Processes that can be killed at any time."""
    with Nursery() as made:
        yield made


@pytest.fixture(scope="session")
def shimmed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Processes whose calls to the kernel are counted, written down, or made to fail."""
    folder = tmp_path_factory.mktemp("shim")
    try:
        library = compiled(folder)
    except ShimUnavailable as reason:
        pytest.skip(str(reason))
    with Nursery(library) as made:
        if not made.run("open_and_load", address=str(folder / "trial.db"), deed=0, at=0).said[0][
            "calls"
        ]:
            pytest.skip("this SQLite calls the kernel by ways that cannot be counted")
        yield made
