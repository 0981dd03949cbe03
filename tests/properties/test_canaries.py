"""Nothing that anybody reads holds a field that she may not see, however it is encoded."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import neighborbook as nb
from tests.properties.canary_house import KINDS, centers, housed, one_room_each, reopened
from tests.properties.canary_leaks import LEAKS
from tests.properties.canary_lives import Life, Story, stories
from tests.properties.canary_rules import fields_of
from tests.properties.canary_surfaces import Reader
from tests.properties.canary_watch import Watch, listening
from tests.properties.canary_words import canaries_in

LIVES = settings(
    deadline=None,
    max_examples=4,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
MANY = settings(LIVES, max_examples=int(os.environ.get("NEIGHBORBOOK_EXAMPLES", "60")))
FEW = settings(
    MANY,
    max_examples=min(MANY.max_examples, 12),
    suppress_health_check=[*MANY.suppress_health_check, HealthCheck.function_scoped_fixture],
)
"""Each example is a schema of its own there."""
SEEDS = st.integers(0, 2**32 - 1)
ACTORS = (
    *("li", "wang", "chen", "clerk", "chief", "keeper", "kin", "aide", "doc", "zhao", "acme"),
    *("guest", "public"),
)
SOME = st.sets(st.sampled_from(ACTORS), min_size=3, max_size=3)


def watched(
    catalog: nb.Catalog,
    seed: int,
    story: Story,
    *,
    url: str | None = None,
    who: Collection[str] | None = None,
    kinds: Iterable[type[nb.RoomType]] = KINDS,
) -> Watch:
    """Live through a story while everything is listened to, then read everything."""
    with (
        tempfile.TemporaryDirectory() as folder,
        listening() as heard,
        housed(catalog, seed, url=url, kinds=kinds) as house,
    ):
        life = Life(house)
        life.opens()
        life.lives(story)
        watch = Watch(life)
        watch.through(Path(folder), who=who)
        watch.hears(heard)
    return watch


@given(centers(), SEEDS, stories(), SOME)
@LIVES
def test_nobody_reads_what_she_may_not_see(
    catalog: nb.Catalog, seed: int, story: Story, who: set[str]
) -> None:
    assert watched(catalog, seed, story, who=who).leaks == []


@pytest.mark.prove
@given(centers(), SEEDS, stories(20))
@MANY
def test_nor_in_many_and_longer_lives(catalog: nb.Catalog, seed: int, story: Story) -> None:
    assert watched(catalog, seed, story).leaks == []


@pytest.mark.prove
@pytest.mark.postgres
@given(centers(), SEEDS, stories(20))
@FEW
def test_nor_on_postgresql(postgres_url: str, catalog: nb.Catalog, seed: int, story: Story) -> None:
    assert watched(catalog, seed, story, url=postgres_url).leaks == []


def test_whoever_may_see_a_field_finds_it() -> None:
    """Else the property would hold of a desk that says nothing to anybody."""
    with listening(), housed(one_room_each(), 7) as house:
        life, people = Life(house), house.people
        life.opens()
        for booking in life.bookings().values():
            life.desk.change(booking.id, headcount=2, reason=life.text())
        life.desk.close("open", start="2026-12-05", end="2026-12-06", reason=life.text())
        watch = Watch(life)
        planted, bookings = life.planted(), life.bookings()
        seen = (
            people.li,
            people.wang,
            people.clerk,
            people.acme,
            people.kin,
            people.aide,
            people.doc,
        )
        names = {name for name, each in watch.actors().items() if each in (*seen, None)}
        watch.through(None, who=names, most=0)
        for party in seen:
            may = {id: fields_of(booking, party, people) for id, booking in bookings.items()}
            must = {
                place
                for number in planted.keys() - canaries_in(party)
                for place in planted[number]
                if place.field in may.get(place.booking, ())
            }
            assert must - watch.seen[party] == set()
        assert watch.leaks == []
        assert {place.field for place in watch.seen[people.doc]} > {"served", "details.sealed"}
        assert {place.field for place in watch.seen[people.clerk]} > {"reason", "details.busy"}
        assert {place.field for place in watch.fed[people.li]} == {"uid", "title"}
        assert {place.field for place in watch.fed[None]} == {"uid", "title"}


def test_who_may_load_a_file_reads_what_it_would_displace() -> None:
    with listening(), housed(one_room_each(), 7) as house:
        life = Life(house)
        life.opens()
        for party in (house.people.keeper, house.people.clerk):
            found = [s for s in Reader(life, party).surfaces() if s.name == "load, told"]
            may_load = party == house.people.keeper
            assert any(canaries_in(surface.data) for surface in found) == may_load


def test_every_field_has_a_canary_that_could_leak() -> None:
    with listening(), housed(one_room_each(), 7) as house:
        life = Life(house)
        life.opens()
        fields = {place.field for places in life.planted().values() for place in places}
        assert fields == {
            *("id", "uid", "title", "organizer", "actor", "attendee", "served", "override", "who"),
            *(f"details.{name}" for name in ("public", "busy", "member", "care", "sealed")),
        }


def test_nobody_reads_more_when_the_room_types_are_gone(tmp_path: Path) -> None:
    url = str(tmp_path / "book.db")
    with listening() as heard:
        with housed(one_room_each(), 1, url=url) as house:
            before = Life(house)
            before.opens()
        with reopened(house, url) as house:
            watch = Watch(Life(house, written=before.written))
            watch.through(tmp_path, who={"li", "wang", "clerk", "guest", "public"})
            watch.hears(heard)
    assert watch.leaks == []
    assert {place.field for place in watch.seen[house.people.li]} == {"id", "uid"}


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
def test_a_leak_that_was_planted_is_found(
    leak: Callable[[pytest.MonkeyPatch], tuple[type[nb.RoomType], ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kinds = leak(monkeypatch)
    story = [("close", 14), ("cancel", 3)]
    assert watched(
        one_room_each(), 11, story, kinds=kinds, who={"wang", "aide", "doc", "public"}
    ).leaks
