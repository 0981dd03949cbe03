"""The plugins of one desk, behind a typed face: one method for each hook.

Nothing else touches pluggy. Each plugin has a manager of its own, so that no call of one can be
broken off, wrapped, or shadowed by another.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TypeVar, final

import attrs
import pluggy

from neighborbook import hookspecs
from neighborbook.codes import Code, Severity
from neighborbook.domain.catalog import Center
from neighborbook.domain.following import Follow, Heard, read_heard, united
from neighborbook.domain.party import Facts
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.domain.spans import Span
from neighborbook.errors import PluginError
from neighborbook.plugin_loading import Plugin, gather, name_of, room_type_faults
from neighborbook.room_type import RoomType

_log = logging.getLogger("neighborbook")

T = TypeVar("T")
Checked = tuple[tuple[Candidate, Refusal], ...]


@attrs.frozen(kw_only=True)
class Provided:
    """What the plugins know of some parties.

    Attributes:
        facts: by party; who is missing is known to nobody.
        failed: names of the plugins that raised or answered nonsense, sorted. What they would have
            said may be what forbids the booking: who has ``failed`` refuses.
        keeps_people: the center keeps a directory of its own, which was asked too.
    """

    facts: Mapping[str, Facts]
    failed: tuple[str, ...] = ()
    keeps_people: bool = False


@attrs.frozen
class _Call:
    """One plugin's implementation of one hook, ready to be called."""

    plugin: str
    ask: Callable[..., list[object]]


class _BrokenPromiseError(Exception):
    """A plugin answered with something that its hook does not allow."""


@final
class PluginSet:
    """The plugins of one desk: the core's own, those the center enables, those handed in.

    Attributes:
        names: of all plugins, sorted.
        missing: names of those that should be there and are gone or broken, sorted.
        room_types: by name.
    """

    def __init__(self, plugins: Iterable[Plugin], missing: Iterable[str] = ()) -> None:
        """Take plugins as ``gather`` returns them; use ``build`` or ``reopen`` instead."""
        self.missing = tuple(sorted(missing))
        by_name = {plugin.name: plugin for plugin in plugins}
        self.names: tuple[str, ...] = tuple(sorted(by_name))
        managers = {name: _managed(by_name[name]) for name in self.names}
        self._provide = _calls(managers, "provide_facts")
        self._hear = _calls(managers, "provide_closures")
        self._check = _calls(managers, "check_booking")
        self.room_types: Mapping[str, RoomType] = _room_types(
            _calls(managers, "register_room_types")
        )

    @classmethod
    def build(
        cls,
        enabled: tuple[str, ...],
        extra: tuple[object, ...] = (),
        core: tuple[object, ...] = (),
    ) -> PluginSet:
        """Load the plugins of a desk.

        Args:
            enabled: names of entry points in the group ``neighborbook``; no other installed plugin
                is imported.
            extra: modules or objects handed in by the embedding program, enabled by that. One
                whose ``name`` is an enabled name stands in for the installed plugin.
            core: the core's own registrations, which go through the same hooks.

        Raises:
            PluginError: a plugin is missing, cannot be imported, was written for another ``api``,
                has a misspelt or unmarked hook, or brings a room type whose name is taken.

        >>> PluginSet.build(()).room_types
        mappingproxy({})
        """
        return cls(gather(enabled, extra, core))

    @classmethod
    def reopen(
        cls,
        enabled: tuple[str, ...],
        extra: tuple[object, ...] = (),
        core: tuple[object, ...] = (),
    ) -> PluginSet:
        """Load the plugins of a center that was accepted before, without those gone or broken.

        What is ``missing`` may have had rules: who asks for something new is to be refused.

        Args:
            enabled, extra, core: as for ``build``.

        >>> PluginSet.reopen(("gone",)).missing
        ('gone',)
        """
        missing: list[str] = []
        while True:
            there = tuple(name for name in enabled if name not in missing)
            given = tuple(one for one in extra if name_of(one) not in missing)
            try:
                return cls(gather(there, given, core), missing)
            except PluginError as broken:
                if broken.plugin in missing or broken.plugin in map(name_of, core):
                    raise
                missing.append(broken.plugin)

    def provide_facts(self, center: Center, parties: tuple[str, ...]) -> Provided:
        """Return what all plugins know of these parties, joined; call it before the lock."""
        asked = tuple(sorted(set(parties)))
        facts: dict[str, Facts] = {}
        failed = []
        if not asked:
            return Provided(facts=facts)
        for call in self._provide:
            known = _guarded(call, partial(_facts, asked), center=center, parties=asked)
            if known is None:
                failed.append(call.plugin)
                continue
            for told in known:
                facts[told.party] = joined(facts.get(told.party), told)
        return Provided(facts=MappingProxyType(facts), failed=tuple(failed))

    def provide_closures(
        self, center: Center, follows: tuple[Follow, ...], window: Span
    ) -> Mapping[str, Heard]:
        """Return what all plugins hear of these calendars, by key; each of them has an answer."""
        told: dict[str, list[Heard]] = {follow.key: [] for follow in follows}
        failed = []
        for call in self._hear if follows else ():
            read = partial(_heard, tuple(told))
            said = _guarded(call, read, center=center, follows=follows, window=window)
            if said is None:
                failed.append(call.plugin)
            for key, heard in (said or {}).items():
                told[key].append(heard)
        return {key: united(heard, failed) for key, heard in told.items()}

    def check_booking(self, ask: Ask, candidates: tuple[Candidate, ...], seen: Seen) -> Checked:
        """Return every plugin's and the room type's reasons, by candidate and then by refusal.

        A plugin or room type that raises or answers nonsense refuses every candidate; the others
        are asked.
        """
        if not candidates:
            return ()
        kind = self.room_types.get(ask.offering.room_type)
        own = () if kind is None else (_Call(kind.name, lambda **given: [kind.check(**given)]),)
        place = {id(candidate): number for number, candidate in enumerate(candidates)}
        found: list[tuple[Candidate, Refusal]] = []
        for call in (*self._check, *own):
            said = _guarded(
                call, partial(_reasons, place), ask=ask, candidates=candidates, seen=seen
            )
            if said is None:
                said = [(candidate, plugin_refusal(call.plugin)) for candidate in candidates]
            found += said
        return tuple(sorted(found, key=lambda one: (place[id(one[0])], one[1].order)))


def plugin_refusal(plugin: str) -> Refusal:
    """Return the refusal that stands for a plugin which could not answer."""
    return Refusal(code=Code.PLUGIN_ERROR, rule="plugin", severity=Severity.HARD, subject=plugin)


def _managed(plugin: Plugin) -> pluggy.PluginManager:
    """Register a plugin in a manager of its own, and see that each of its hooks is one."""
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    try:
        manager.register(plugin.loaded, plugin.name)
        manager.check_pending()
    except pluggy.PluginValidationError as wrong:
        raise PluginError(
            plugin=plugin.name,
            what=" ".join(str(wrong).split()),
            remedy="Name its hooks and their arguments as neighborbook.hookspecs does.",
        ) from wrong
    except Exception as broken:  # looking at a foreign object may raise anything
        raise PluginError(
            plugin=plugin.name,
            what=f"looking at it raised {type(broken).__name__}: {broken}",
            remedy="Mend the plugin, or take it out of the center file.",
        ) from broken
    _check_marks(plugin, manager)
    return manager


def _check_marks(plugin: Plugin, manager: pluggy.PluginManager) -> None:
    """Refuse hooks that pluggy would pass over in silence or call in another way."""
    callers = {caller.name: caller for caller in manager.get_hookcallers(plugin.loaded) or ()}
    for name in _hook_names():
        if name not in callers:
            if callable(getattr(plugin.loaded, name, None)):
                raise PluginError(
                    plugin=plugin.name,
                    what=f"its {name} is not marked, so it would never be called",
                    remedy="Put @neighborbook.hookimpl above it.",
                )
            continue
        found = callers[name].get_hookimpls()
        if len(found) > 1 or any(one.wrapper or one.hookwrapper for one in found):
            raise PluginError(
                plugin=plugin.name,
                what=f"it implements {name} twice or as a wrapper",
                remedy="Implement each hook once, as a plain function.",
            )
    if not callers:
        raise PluginError(
            plugin=plugin.name,
            what="it implements no hook",
            remedy=f"Implement one of {', '.join(_hook_names())}, or do not enable it.",
        )


def _hook_names() -> tuple[str, ...]:
    return tuple(
        sorted(
            name
            for name, found in vars(hookspecs).items()
            if hasattr(found, f"{hookspecs.PROJECT}_spec")
        )
    )


def _calls(managers: Mapping[str, pluggy.PluginManager], hook: str) -> tuple[_Call, ...]:
    """Return the implementations of a hook, ready to be called, by the names of plugins."""
    callers = ((name, getattr(manager.hook, hook)) for name, manager in managers.items())
    return tuple(_Call(name, caller) for name, caller in callers if caller.get_hookimpls())


def _guarded(call: _Call, read: Callable[[list[object]], T], **arguments: object) -> T | None:
    """Return what is read in a plugin's answer, or ``None`` if it raised or broke its promise."""
    try:
        return read(call.ask(**arguments))
    except Exception as broken:  # noqa: BLE001 - a plugin may raise anything, and then refuses
        note_raised(f"plugin {call.plugin!r}", broken)
        return None


def note_raised(whose: str, error: Exception) -> None:
    """Log that foreign code raised, and where, as a traceback says it, without its message.

    What it says in an error may be what people wrote, which belongs in no log.
    """
    _log.error("%s raised %s", whose, type(error).__name__)
    where = "".join(traceback.format_tb(error.__traceback__)).rstrip()
    _log.debug("%s raised at\n%s", whose, where)


def _only(answers: list[object]) -> object:
    """Return the one answer of a plugin; pluggy leaves ``None`` out."""
    if not answers:
        raise _BrokenPromiseError("None")
    return answers[0]


def _reasons(place: Mapping[int, int], answers: list[object]) -> list[tuple[Candidate, Refusal]]:
    """Read the answer of ``check_booking``, whatever it is; a generator runs in here."""
    said = _only(answers)
    if not isinstance(said, Iterable):
        raise _BrokenPromiseError(type(said).__name__)
    found: list[tuple[Candidate, Refusal]] = []
    for pair in said:
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise _BrokenPromiseError("no pair")
        candidate, refusal = pair
        if not isinstance(candidate, Candidate) or id(candidate) not in place:
            raise _BrokenPromiseError("a candidate that was not passed in")
        if not isinstance(refusal, Refusal) or not _known_code(refusal.code):
            raise _BrokenPromiseError("no refusal, or none with a known code")
        found.append((candidate, refusal))
    return found


def _known_code(code: str) -> bool:
    return code in Code.__members__ or code.startswith("X_")


def _facts(asked: tuple[str, ...], answers: list[object]) -> list[Facts]:
    """Read the answer of ``provide_facts``: what was asked about, and nothing else."""
    told = _only(answers)
    if not isinstance(told, Mapping):
        raise _BrokenPromiseError(type(told).__name__)
    found = []
    for party in asked:
        facts = told.get(party)
        if facts is None:
            continue
        if not isinstance(facts, Facts) or facts.party != party:
            raise _BrokenPromiseError("no facts, or those of another party")
        # The class does not check: a role given as bare text would be taken for its letters.
        if {type(facts.roles), type(facts.organizations)} != {frozenset}:
            raise _BrokenPromiseError("roles and organizations are frozensets")
        found.append(facts)
    return found


def _heard(keys: tuple[str, ...], answers: list[object]) -> Mapping[str, Heard]:
    return read_heard(keys, _only(answers))


def joined(known: Facts | None, told: Facts) -> Facts:
    """Join what two plugins know of a party; ``known`` is of the one whose name comes first."""
    if known is None:
        return told
    return attrs.evolve(
        known,
        roles=known.roles | told.roles,
        organizations=known.organizations | told.organizations,
        organization_kind=known.organization_kind or told.organization_kind,
        name=known.name or told.name,
        grants=tuple(dict.fromkeys((*known.grants, *told.grants))),
        links=tuple(dict.fromkeys((*known.links, *told.links))),
        born_on=known.born_on or told.born_on,
        grid=known.grid or told.grid,
        resident_since=known.resident_since or told.resident_since,
        language=known.language or told.language,
        disabled=known.disabled or told.disabled,
        stated={**told.stated, **known.stated},
        residents={
            grid: known.residents.get(grid, frozenset()) | told.residents.get(grid, frozenset())
            for grid in sorted({*known.residents, *told.residents})
        },
    )


def _room_types(calls: tuple[_Call, ...]) -> Mapping[str, RoomType]:
    """Collect the room types of all plugins; at start-up nothing is passed over."""
    found: dict[str, RoomType] = {}
    owner: dict[str, str] = {}
    for call in calls:
        for kind in _registered(call):
            if kind.name in found:
                raise PluginError(
                    plugin=call.plugin,
                    what=f"the room type {kind.name!r} comes from {owner[kind.name]!r} already",
                    remedy="Enable only one of the two, or give one another name.",
                )
            found[kind.name], owner[kind.name] = kind, call.plugin
    return MappingProxyType(dict(sorted(found.items())))


def _registered(call: _Call) -> list[RoomType]:
    """Return the room types of one plugin, each fit for use."""
    try:
        answers = call.ask()
        kinds = list(answers[0]) if answers and isinstance(answers[0], Iterable) else None
    except Exception as broken:
        raise PluginError(
            plugin=call.plugin,
            what=f"register_room_types raised {type(broken).__name__}: {broken}",
            remedy="Mend the plugin, or take it out of the center file.",
        ) from broken
    if kinds is None:
        raise PluginError(
            plugin=call.plugin,
            what="register_room_types did not return room types",
            remedy="Return a list of instances of RoomType, if only of one.",
        )
    wrong = [fault for kind in kinds for fault in room_type_faults(kind)]
    if wrong:
        raise PluginError(
            plugin=call.plugin, what="; ".join(wrong), remedy="Mend its room types, or update it."
        )
    return [kind for kind in kinds if isinstance(kind, RoomType)]
