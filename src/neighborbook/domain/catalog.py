"""What exists in one center: an immutable picture at one revision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

import attrs

from neighborbook.domain.fields import KEPT, Keeping
from neighborbook.domain.following import Follow
from neighborbook.domain.hours import OpeningHours
from neighborbook.domain.notice import NoticeTable
from neighborbook.domain.offering import Offering
from neighborbook.domain.resource import Resource
from neighborbook.domain.text import Text
from neighborbook.domain.working_days import WorkingDays


@attrs.frozen(kw_only=True)
class Center:
    """A neighborhood center: its zone, its calendar of working days, its own opening hours.

    Attributes:
        id: stable slug; every key in the database begins with it.
        zone: IANA name; all civil times of the center are in it.
        country, subdivision: whose holidays and working days apply; "" for none.
        hours: ids of opening hours that hold for the whole house.
        plugins: the plugins that its center file enables.
        holidays, makeup: dates that the center states itself, stronger than those of its country.
        check_in: how people check in ("desk", "door", "page"), or "" if they do not.
        keep: seconds for which each class of what is stored of persons is kept, all of them named.
    """

    id: str
    name: Text
    zone: str
    country: str = ""
    subdivision: str = ""
    currency: str = ""
    address: Text = attrs.field(factory=Text)
    hours: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    holidays: tuple[date, ...] = ()
    makeup: tuple[date, ...] = ()
    check_in: str = ""
    keep: Mapping[Keeping, int] = attrs.field(default=KEPT, hash=False)


@attrs.define(frozen=True, kw_only=True, eq=False, slots=False)
class Catalog:
    """Everything that a center file declares, at one revision.

    Attributes:
        working_days: of the center's country, for notices, openings, and expiries.
        notices: who is told what, and how.
        follows: outside calendars whose entries close rooms.
        revision: rises with each load that changes something.
    """

    center: Center
    resources: Mapping[str, Resource]
    offerings: Mapping[str, Offering]
    hours: Mapping[str, OpeningHours]
    working_days: WorkingDays = attrs.field(factory=WorkingDays)
    notices: NoticeTable = attrs.field(factory=NoticeTable)
    follows: tuple[Follow, ...] = ()
    revision: int = 0

    def leaves(self, resource: str) -> tuple[str, ...]:
        """Return the leaves below a resource, each once, sorted; of a leaf, itself."""
        found = self._leaves.get(resource)
        if found is None:
            found = self._leaves[resource] = tuple(sorted(self._walk(resource, frozenset())))
        return found

    def touching(self, leaves: Iterable[str]) -> tuple[str, ...]:
        """Return every resource that is, or has among its parts, one of these leaves."""
        wanted = frozenset(leaves)
        return tuple(id for id in self.resources if not wanted.isdisjoint(self.leaves(id)))

    def capacity(self, leaf: str) -> int:
        """Return how much of a leaf can be in use at one instant; 0 once it is retired."""
        known = self.resources.get(leaf)
        return 0 if known is None or known.retired or known.capacity is None else known.capacity

    @cached_property
    def _leaves(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def access_features(self) -> frozenset[str]:
        """The features that some way in declares, and that therefore every way in must have."""
        ways = {way for known in self.resources.values() for way in known.way_in}
        return frozenset(
            feature
            for way in ways
            if way in self.resources
            for feature in self.resources[way].features
        )

    def features(self, resource: str) -> frozenset[str]:
        """Return what a resource has, less what some way to it lacks.

        A composite has what all its parts have, and what it declares itself.
        """
        found = self._features.get(resource)
        if found is None:
            known = self.resources[resource]
            own = known.features
            if known.parts:
                own |= frozenset.intersection(*(self.features(part) for part in known.parts))
            for way in known.way_in:
                lacking = self.access_features - self.resources[way].features
                own -= lacking
            found = self._features[resource] = own
        return found

    @cached_property
    def _features(self) -> dict[str, frozenset[str]]:
        return {}

    def _walk(self, resource: str, above: frozenset[str]) -> set[str]:
        known = self.resources.get(resource)
        if known is None or not known.parts:
            return {resource}
        if resource in above:
            return set()
        return {leaf for part in known.parts for leaf in self._walk(part, above | {resource})}
