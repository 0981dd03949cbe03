"""Who asks, and what is known of everybody concerned: asked before the lock, and true under it."""

from __future__ import annotations

import attrs

from neighborbook.desk.directory import as_of, with_directory
from neighborbook.desk.loaded import Loaded
from neighborbook.domain.booking import Booking
from neighborbook.domain.party import Actor, Facts
from neighborbook.domain.times import zone
from neighborbook.plugins import Provided
from neighborbook.storage.abc import Reader


@attrs.frozen(kw_only=True)
class Caller:
    """Who asks, what is known of everybody concerned, and which booking the request replaces.

    Attributes:
        parties: of whom it was asked what is known.
        told: by the plugins alone; ``provided``: by them and the directory.
        revision, directory: of the catalog and of the directory when it was asked.
    """

    actor: Actor
    parties: tuple[str, ...] = ()
    told: Provided
    provided: Provided = attrs.field(default=attrs.Factory(lambda self: self.told, takes_self=True))
    replaces: Booking | None = None
    revision: int = 0
    directory: int = 0

    @property
    def facts(self) -> Facts:
        """What is known of the one who asks."""
        return self.provided.facts.get(self.actor.party) or Facts(party=self.actor.party)

    def facts_at(self, now: int) -> Facts:
        """What is known of the one who asks, as it holds at an instant."""
        return self.facts.as_of(now)

    def known_to(self, reader: Reader, now: int, loaded: Loaded) -> Caller:
        """Return the same caller with what the directory says now; it is read once for all."""
        known = reader.known(self.parties)
        provided = with_directory(self.told, known, now, zone(loaded.catalog.center.zone))
        return attrs.evolve(
            self,
            provided=attrs.evolve(provided, facts=as_of(provided.facts, now)),
            revision=loaded.catalog.revision,
            directory=reader.directory,
        )

    def under_lock(self, tx: Reader, now: int, loaded: Loaded) -> Caller:
        """Return the caller as known under the lock: the very same if the directory has not moved.

        Whoever takes a right from somebody moves the directory while nobody else writes. So what
        was known of its present revision has not become less, and nothing need be read again.
        """
        by = loaded.catalog.revision, tx.directory
        if not self.parties or not tx.directory or by == (self.revision, self.directory):
            return self
        return self.known_to(tx, now, loaded)
