"""Which plugins are installed, and what each of them brings."""

from __future__ import annotations

from collections.abc import Collection
from importlib.metadata import EntryPoint, entry_points

import attrs

from neighborbook import hookspecs
from neighborbook.errors import PluginError
from neighborbook.plugin_loading import gather
from neighborbook.plugins import PluginSet


@attrs.frozen(kw_only=True)
class InstalledPlugin:
    """One plugin that is installed, or that a center enables although it is not.

    Attributes:
        name: by which a center file enables it.
        distribution, version: what was installed with pip; "" if it is not.
        module: which it is, "" if it is not installed.
        enabled_by: the centers of the database that enable it.
        api: the version of the hooks that it states.
        room_types: names of those it registers.
        hooks: those it implements.
        fault: why it cannot be enabled, or "".
    """

    name: str
    distribution: str = ""
    version: str = ""
    module: str = ""
    enabled_by: tuple[str, ...] = ()
    api: int | None = None
    room_types: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()
    fault: str = ""


def list_plugins(enabled: Collection[tuple[str, str]]) -> tuple[InstalledPlugin, ...]:
    """Return every plugin by name.

    To say what one brings it is imported, each by itself: one that is broken hides no other.

    Args:
        enabled: pairs of a center and the name of a plugin that its file enables.
    """
    points = {point.name: point for point in entry_points(group=hookspecs.PROJECT)}
    names = sorted({*points, *(name for _, name in enabled)})
    return tuple(
        _looked_at(name, points.get(name), tuple(sorted(c for c, n in enabled if n == name)))
        for name in names
    )


def _looked_at(name: str, point: EntryPoint | None, enabled_by: tuple[str, ...]) -> InstalledPlugin:
    made_of = point.dist if point is not None else None
    found = InstalledPlugin(
        name=name,
        distribution=made_of.name if made_of is not None else "",
        version=made_of.version if made_of is not None else "",
        module=point.value if point is not None else "",
        enabled_by=enabled_by,
    )
    try:
        [plugin] = gather((name,), (), ())
        kinds = PluginSet.build((name,)).room_types
    except PluginError as broken:
        return attrs.evolve(found, fault=f"{broken.what}. {broken.remedy}")
    stated: object = getattr(plugin.loaded, "api", None)
    return attrs.evolve(
        found,
        api=stated if isinstance(stated, int) else None,
        room_types=tuple(sorted(kinds)),
        hooks=tuple(sorted(_hooks_of(plugin.loaded))),
    )


def _hooks_of(plugin: object) -> list[str]:
    """Return the hooks that a plugin implements: functions of their names that are marked."""
    return [
        name
        for name, spec in vars(hookspecs).items()
        if hasattr(spec, f"{hookspecs.PROJECT}_spec")
        and hasattr(getattr(plugin, name, None), f"{hookspecs.PROJECT}_impl")
    ]
