"""A store that shows one moment: every snapshot of it is the same, and nothing can be written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, NoReturn

import attrs

from neighborbook.errors import NotFound, ReadOnly
from neighborbook.storage.abc import Key, Reader, Transaction, Wanted

if TYPE_CHECKING:
    from neighborbook.storage.inspecting import Inspection
    from neighborbook.storage.receiving import Receiver


@attrs.frozen(kw_only=True)
class FrozenStore:
    """A ``Store`` over one reader of one center."""

    center: str
    reader: Reader

    def transaction(
        self,
        center: str,
        *,
        scopes: frozenset[str],
        key: Key | None = None,
        exclusive: bool = False,
        deadline: float = 5.0,
        foreseen: Wanted | None = None,
    ) -> AbstractContextManager[Transaction]:
        """Refuse: what is past cannot be written."""
        self._refuse()

    @contextmanager
    def snapshot(self, center: str) -> Iterator[Reader]:
        """Give the one reader that there is."""
        if center != self.center:
            raise NotFound(kind="center", id=center)
        yield self.reader

    @contextmanager
    def frozen(self, center: str) -> Iterator[FrozenStore]:
        """Give this very store: it is frozen already."""
        if center != self.center:
            raise NotFound(kind="center", id=center)
        yield self

    def inspecting(self, center: str) -> AbstractContextManager[Inspection]:
        """Refuse: an audit takes a moment of its own."""
        self._refuse()

    def receiving(self) -> AbstractContextManager[Receiver]:
        """Refuse: what is past cannot be written."""
        self._refuse()

    def scrub(self) -> bool:
        """Refuse: what is past cannot be written."""
        self._refuse()

    def create_center(self, center: str) -> None:
        """Refuse: what is past cannot be written."""
        self._refuse()

    def centers(self) -> tuple[str, ...]:
        """Return the one center that is shown."""
        return (self.center,)

    def close(self) -> None:
        """Do nothing: who froze the moment lets it go."""

    def _refuse(self) -> NoReturn:
        raise ReadOnly("this desk shows one moment", remedy="Write by the desk that it came from.")
