"""Finding the plugins that a center enables, importing those alone, and judging what they bring."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

import attrs

from neighborbook.domain.text import Text
from neighborbook.errors import PluginError
from neighborbook.hookspecs import API, PROJECT
from neighborbook.room_type import RoomType, asked_of


@attrs.frozen
class Plugin:
    """A plugin by the name under which it is enabled, and the module or object that it is."""

    name: str
    loaded: object


def gather(
    enabled: tuple[str, ...], extra: tuple[object, ...], core: tuple[object, ...]
) -> tuple[Plugin, ...]:
    """Return the core's plugins, those handed in, and those enabled, each once and of our api.

    Raises:
        PluginError: see ``PluginSet.build``.
    """
    found: dict[str, Plugin] = {}
    for given in (*core, *extra):
        plugin = Plugin(name_of(given), given)
        if plugin.name in found:
            raise PluginError(
                plugin=plugin.name,
                what="two plugins that were handed in have this name",
                remedy="Hand each in once, or give one another `name`.",
            )
        found[plugin.name] = plugin
    missing = [name for name in dict.fromkeys(enabled) if name not in found]
    for name in missing:
        found[name] = Plugin(name, _import(_entry_point(name)))
    for plugin in found.values():
        _check_api(plugin)
    return tuple(found.values())


def name_of(given: object) -> str:
    """Return an object's ``name``, else that of the module or class that it is."""
    for candidate in ("name", "__name__"):
        named = getattr(given, candidate, None)
        if isinstance(named, str) and named:
            return named
    return type(given).__qualname__


def installed() -> frozenset[str]:
    """Return the names of the plugins that are installed; none is imported."""
    return frozenset(entry_points(group=PROJECT).names)


def _entry_point(name: str) -> EntryPoint:
    points = entry_points(group=PROJECT)
    # The same distribution may lie on the path twice: an editable one and its sources.
    fitting = {one.value: one for one in points if one.name == name}
    if not fitting:
        raise PluginError(
            plugin=name, what="it is not installed", remedy=_remedy(name, points.names)
        )
    if len(fitting) > 1:
        raise PluginError(
            plugin=name,
            what=f"several installed packages bring it: {', '.join(sorted(fitting))}",
            remedy="Uninstall all but one.",
        )
    return next(iter(fitting.values()))


def _remedy(name: str, names: Iterable[str]) -> str:
    known = sorted(names)
    close = difflib.get_close_matches(name, known, n=1)
    listed = ", ".join(known) if known else "none"
    if close:  # nobody should install what a slip of the pen has named
        return f"Did you mean {close[0]!r}? Installed are: {listed}."
    return f"Install the distribution that brings it, or take it out. Installed are: {listed}."


def _import(point: EntryPoint) -> object:
    try:
        return point.load()
    except (Exception, SystemExit) as broken:
        raise PluginError(
            plugin=point.name,
            what=f"importing {point.value} raised {type(broken).__name__}: {broken}",
            remedy="Mend or update the plugin, or take it out of the center file.",
        ) from broken


def _check_api(plugin: Plugin) -> None:
    if isinstance(plugin.loaded, type):
        raise PluginError(
            plugin=plugin.name,
            what="it is a class",
            remedy="Hand in an instance of it, or a module.",
        )
    stated = getattr(plugin.loaded, "api", None)
    if stated == API:
        return
    newer = isinstance(stated, int) and stated > API
    raise PluginError(
        plugin=plugin.name,
        what=f"it states api = {stated!r}, and this neighborbook has api = {API}",
        remedy=(
            "Install a newer neighborbook, or an older version of the plugin."
            if newer
            else f"Install a newer version of the plugin; its author writes `api = {API}`."
        ),
    )


def room_type_faults(kind: object) -> Iterable[str]:
    """Yield what keeps a registered object from being a room type."""
    if not isinstance(kind, RoomType):
        yield f"{kind!r} is not an instance of RoomType"
        return
    if not kind.name:
        yield f"{type(kind).__name__} has no name"
    if kind.api != API:
        yield f"room type {kind.name!r} has api = {kind.api!r}, not {API}"
    for told in (kind.texts, kind.remedies, kind.words):
        for rule, words in told.items():
            if not isinstance(words, Text):
                yield f"room type {kind.name!r}: the words for {rule!r} are no Text"
    yield from _class_faults(kind)


def _class_faults(kind: RoomType) -> Iterable[str]:
    """Yield what is wrong with the classes of a room type's details and settings."""
    for part in (kind.details, kind.settings):
        if not attrs.has(part):
            yield f"room type {kind.name!r}: {part!r} is no attrs class"
    for field in attrs.fields(kind.details) if attrs.has(kind.details) else ():
        if asked_of(field) is None:
            yield f"room type {kind.name!r}: detail {field.name!r} declares no privacy"
