"""What lists show of one thing: the cells of its row."""

from __future__ import annotations

from neighborbook.cli.plugin_list import InstalledPlugin
from neighborbook.cli.words import say
from neighborbook.desk.looking import Usage
from neighborbook.domain.offering import Offering, Unit
from neighborbook.domain.resource import Resource
from neighborbook.domain.times import format_length, zone
from neighborbook.domain.wording import instant_in_words

Row = tuple[str, ...]


def offering_row(offering: Offering, language: str) -> Row:
    """Return id, name, room type, and the places in which it is given."""
    places = ", ".join(place.resource for place in offering.places)
    return offering.id, offering.name.in_(language), offering.room_type, places


def resource_row(resource: Resource, language: str) -> Row:
    """Return id, name, capacity or parts, hours, and floor."""
    made_of = " + ".join(resource.parts) if resource.is_composite else str(resource.capacity)
    hours = ", ".join(resource.hours)
    return resource.id, resource.name.in_(language), made_of, hours, resource.floor


def usage_row(usage: Usage, zone_key: str, language: str) -> Row:
    """Return offering, amount, used, left, each with its unit, and when the window ends."""
    amounts = (usage.amount, usage.used, usage.left)
    resets = ""
    if usage.resets_at is not None:
        resets = instant_in_words(usage.resets_at, zone(zone_key), language)
    return usage.offering, *(_of_quota(n, usage.unit, language) for n in amounts), resets


def _of_quota(number: int, unit: Unit, language: str) -> str:
    if unit is Unit.HOURS:
        return format_length(number)
    return say("one_booking" if number == 1 else "some_bookings", language, number=number)


def plugin_text(plugin: InstalledPlugin, language: str) -> str:
    """Return a plugin as lines: what is installed, who enables it, what it brings."""
    where = f"{plugin.distribution} {plugin.version}".strip()
    lines = [f"{plugin.name}  {where or say('not_installed', language)}"]
    told = {
        "enabled_by": ", ".join(plugin.enabled_by) or say("nobody", language),
        "api": "" if plugin.api is None else str(plugin.api),
        "room_types": ", ".join(plugin.room_types),
        "hooks": ", ".join(plugin.hooks),
        "fault": plugin.fault,
    }
    lines += [f"  {say(word, language)}: {value}" for word, value in told.items() if value]
    return "\n".join(lines)
