"""What plugins promise that provide facts or check bookings, as tests that their authors inherit.

Subclass one of these in a test file and set its attributes::

    from neighborbook.testing import FactsContract

    class TestDirectory(FactsContract):
        plugin = Directory             # makes the plugin: its class, or a function
        known = ("li-wei",)            # parties of whom it must know something

Where the plugin is a module: ``plugin = staticmethod(lambda: my_module)``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import ClassVar

import attrs

from neighborbook.domain.catalog import Center
from neighborbook.domain.decision import Verdict
from neighborbook.domain.party import Facts
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.domain.slot import Request
from neighborbook.domain.text import Text
from neighborbook.errors import PluginError, Refused
from neighborbook.plugins import PluginSet
from neighborbook.room_type import RoomType
from neighborbook.testing import declared
from neighborbook.testing.stage import Stage, Words, every, holds, likes, said_in_bulk, set_up

STRANGERS = (
    "nobody-of-this-name",
    "x" * 128,
    "李伟",
    "o'brien; --",
    "../../etc/passwd",
    "🙂",
    " ",
    "%s%n{0}",
)
PAGE = 12


def called(plugin: object, hook: str, **arguments: object) -> object:
    """Call a plugin's hook with those of the arguments that it takes, as pluggy does."""
    function = getattr(plugin, hook, None)
    if not callable(function):
        raise AssertionError(f"the plugin has no {hook}")
    taken = inspect.signature(function).parameters
    answer: object = function(**{name: value for name, value in arguments.items() if name in taken})
    return answer


class FactsContract:
    """What holds for every plugin that provides facts.

    Attributes:
        plugin: makes the plugin.
        known: parties of whom it must know something: one that knows nobody keeps no contract.
        center: whose bookings are asked about.
    """

    plugin: ClassVar[Callable[[], object]]
    known: ClassVar[tuple[str, ...]]
    center: ClassVar[Center] = Center(id="center", name=Text.of("Center"), zone="UTC")

    def told(self, *parties: str) -> Mapping[str, Facts]:
        """Return what a plugin made anew says of some parties."""
        answer = called(type(self).plugin(), "provide_facts", center=self.center, parties=parties)
        if not isinstance(answer, Mapping):
            raise AssertionError(f"provide_facts returned {answer!r}, no mapping by party")
        return answer

    def test_it_can_be_enabled(self) -> None:
        """Its name, api, and hooks are in order."""
        _enabled(type(self).plugin())

    def test_it_knows_whom_it_must_know(self) -> None:
        """For each of ``known`` there are facts, with that very party."""
        holds(self.known, "`known` is empty")
        told = self.told(*sorted(self.known))
        for party in self.known:
            facts = told.get(party)
            holds(isinstance(facts, Facts), f"nothing is known of {party!r}")
            if isinstance(facts, Facts):
                holds(facts.party == party, f"asked of {party!r}, told of {facts.party!r}")
                for name in ("roles", "organizations"):
                    found = getattr(facts, name)
                    words = isinstance(found, frozenset) and all(isinstance(w, str) for w in found)
                    holds(words, f"{name} of {party!r} is {found!r}, no frozenset of texts")

    def test_it_answers_only_for_those_asked_about(self) -> None:
        """Whoever was not asked about is not told of; asking nobody tells nothing."""
        for party in self.known:
            others = set(self.told(party)) - {party}
            holds(not others, f"asked of {party!r} alone, told of {sorted(others)} as well")
        holds(not self.told(), "asked of nobody, told of somebody")

    def test_strangers_are_unknown_and_nothing_raises(self) -> None:
        """Ids that nobody has, or that could do harm, are simply not among the answers."""
        for stranger in STRANGERS:
            try:
                told = self.told(stranger)
            except AssertionError:
                raise
            except Exception as broken:
                said = f"asked of {stranger!r} it raises {type(broken).__name__}"
                raise AssertionError(said) from broken
            facts = told.get(stranger, Facts(party=stranger))
            holds(not facts.roles and not facts.organizations, f"{stranger!r} is somebody: {facts}")

    def test_asking_again_or_together_tells_the_same(self) -> None:
        """The same plugin, asked twice, in another order, or one by one."""
        plugin = type(self).plugin()

        def told(*parties: str) -> dict[str, object]:
            answer = called(plugin, "provide_facts", center=self.center, parties=parties)
            return dict(answer) if isinstance(answer, Mapping) else {}

        together = told(*sorted(self.known), *STRANGERS)
        holds(told(*sorted(self.known), *STRANGERS) == together, "asked twice it says two things")
        for party in (*sorted(self.known, reverse=True), *STRANGERS):
            alone = told(party).get(party)
            holds(alone == together.get(party), f"{party!r}: {alone} alone, together another")


class CheckContract:
    """What holds for every plugin that checks bookings.

    Attributes:
        plugin: makes the plugin.
        center: text of a small center file.
        request: arguments of ``desk.book`` that must be accepted with the plugin.
        refused: arguments that it must refuse, or let wait for approval.
        now: wall time of the center at which it is asked.
        room_type: of the offering, where it is not the plain room.
        plugins: further plugins that the center needs.
        shrinks: make a request that breaks the contract small before it is shown; takes a while.
    """

    plugin: ClassVar[Callable[[], object]]
    center: ClassVar[str]
    request: ClassVar[Words]
    refused: ClassVar[Words]
    now: ClassVar[str]
    room_type: ClassVar[Callable[[], RoomType]] = RoomType
    plugins: ClassVar[tuple[object, ...]] = ()
    shrinks: ClassVar[bool] = True

    def stage(self, *, with_plugin: bool = True) -> Stage:
        """Return a center of its own, with the plugin or without it."""
        mine = (type(self).plugin(),) if with_plugin else ()
        kind = type(self).room_type()
        return set_up(kind, self.center, self.request, self.now, (*mine, *self.plugins))

    def test_it_can_be_enabled(self) -> None:
        """Its name, api, and hooks are in order."""
        _enabled(type(self).plugin())

    def test_what_must_be_accepted_is_accepted(self) -> None:
        """A plugin that refuses everything keeps no contract."""
        decision = self.stage().desk.explain(**self.request)  # type: ignore[arg-type]
        holds(decision.verdict is not Verdict.REFUSED, decision.text())

    def test_what_must_be_refused_is_refused_because_of_it(self) -> None:
        """Without the plugin it is accepted at once; with it, it is not."""
        without = self.stage(with_plugin=False).desk.explain(**self.refused)  # type: ignore[arg-type]
        holds(without.verdict is Verdict.ACCEPTED, f"without the plugin too: {without.text()}")
        found = self.stage().desk.explain(**self.refused)  # type: ignore[arg-type]
        holds(found.verdict is not Verdict.ACCEPTED, "with the plugin it is accepted")
        holds("PLUGIN_ERROR" not in found.codes, "it is refused because the plugin raises")

    def test_it_is_pure_and_the_same_in_bulk(self) -> None:
        """What is said of a candidate depends on nothing but the arguments, and raises never."""
        stage, plugin = self.stage(), type(self).plugin()
        step = stage.offering.policy.granularity * 60

        def check(
            ask: Ask, candidates: tuple[Candidate, ...], seen: Seen
        ) -> list[tuple[Candidate, object]]:
            answer = called(plugin, "check_booking", ask=ask, candidates=candidates, seen=seen)
            return list(answer)  # type: ignore[call-overload, no-any-return]

        def is_the_same(request: Request) -> None:
            page = [
                attrs.evolve(request, start=request.start + n * step, end=request.end + n * step)
                for n in range(PAGE)
            ]
            candidates, seen = stage.candidates(page)
            try:
                found = said_in_bulk(check, candidates, seen)  # type: ignore[arg-type]
            except AssertionError:
                raise
            except Exception as broken:
                raise AssertionError(f"it raises {type(broken).__name__}") from broken
            for refusal in found:
                faults = list(declared.refusal_faults(refusal, stage.kind, frozenset()))
                # A plugin has no texts of its own; its rules are said by their code.
                faults = [fault for fault in faults if not fault.startswith("no text")]
                holds(not faults, f"{refusal}: {'; '.join(faults)}")

        every(likes(stage), is_the_same, most=12, shrinks=self.shrinks)

    def test_explain_and_book_agree(self) -> None:
        """Same verdict, same codes."""
        for words in (self.request, self.refused):
            stage = self.stage()
            decision = stage.desk.explain(**words)  # type: ignore[arg-type]
            try:
                stage.desk.book(**words)  # type: ignore[arg-type]
                codes: tuple[str, ...] = ()
            except Refused as refused:
                codes = refused.decision.codes
            holds(codes == decision.codes, f"book: {codes}, explain: {decision.codes}")


def _enabled(plugin: object) -> None:
    try:
        PluginSet.build((), extra=(plugin,))
    except PluginError as wrong:
        raise AssertionError(str(wrong)) from wrong
