"""``[center]`` and ``[hours.X]``: the house itself, and when it is open."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from neighborbook.center_file.names import Names
from neighborbook.center_file.table import Table
from neighborbook.domain.catalog import Center
from neighborbook.domain.fields import DAY, KEPT, Keeping
from neighborbook.domain.hours import OpeningHours
from neighborbook.domain.hours_text import parse_hours
from neighborbook.domain.text import Text
from neighborbook.domain.times import TimeFault, zone
from neighborbook.domain.working_days import working_days

CHECK_IN = ("desk", "door", "page")
"""How people can check in: at the front desk, by the door's code, on the booking's page."""

KEEP_LEAST = DAY
KEEP_MOST = 3650 * DAY
"""A day, and ten years: how long something of persons may be kept."""

MOST_PLUGINS = 64
MOST_DATES = 1_000

_COUNTRY = re.compile(r"[A-Z]{2}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_SOME_YEAR = (2026,)


def read_center(table: Table, names: Names, plugins: Collection[str] | None) -> Center:
    """Return the center that a table declares; what is wrong is noted, and left at its default.

    Args:
        table: the table ``[center]``.
        names: what it can refer to.
        plugins: the plugins that are installed; ``None`` if that is judged elsewhere.
    """
    slug = table.slug("id") or ""
    if not table.has("id"):
        table.missing("id", "a short name for the center that never changes, such as 'anping'")
    country, subdivision = _country(table)
    holidays, makeup = _stated_days(table)
    center = Center(
        id=slug,
        name=table.text("name") or Text.of(slug),
        zone=_zone(table),
        country=country,
        subdivision=subdivision,
        currency=_currency(table),
        address=table.text("address") or Text(),
        hours=table.references("hours", names.hours, "hours"),
        plugins=_plugins(table, plugins),
        holidays=holidays,
        makeup=makeup,
        check_in=table.choice("check_in", CHECK_IN) or "",
        keep=_keep(table),
    )
    table.finish()
    return center


def _zone(table: Table) -> str:
    if not table.has("zone"):
        table.missing("zone", "the time zone of the center, such as 'Asia/Shanghai'")
        return ""
    found = table.words("zone")
    if found is None:
        return ""
    try:
        return zone(found).key
    except TimeFault as unknown:
        table.wrong("zone", unknown.expected, "UNKNOWN_ZONE")
        return ""


def _country(table: Table) -> tuple[str, str]:
    """Read whose holidays apply: nobody's, unless a country is named."""
    country, subdivision = table.words("country"), table.words("subdivision")
    if country is None:
        if subdivision is not None and not table.has("country"):
            table.wrong("subdivision", "a country as well, or no subdivision")
        return "", ""
    if not _COUNTRY.fullmatch(country) or not _published(country, ""):
        table.wrong("country", "two capital letters of ISO 3166, such as 'CN'", "UNKNOWN_COUNTRY")
        return "", ""
    if subdivision is not None and not _published(country, subdivision):
        expected = f"a subdivision of {country} whose holidays are known, or none"
        table.wrong("subdivision", expected, "UNKNOWN_SUBDIVISION")
        return country, ""
    return country, subdivision or ""


def _stated_days(table: Table) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Read the dates that the center states itself: not worked, and worked, after all."""
    holidays, makeup = table.dates("holidays", MOST_DATES), table.dates("make-up", MOST_DATES)
    both = sorted(set(holidays) & set(makeup))
    if both:
        table.wrong("make-up", f"no date that is among the holidays too: {both[0]}")
    return holidays, makeup


def _keep(table: Table) -> Mapping[Keeping, int]:
    """Read for how long each class is kept; of those that are not named it is what it was."""
    inner = table.table("keep", "a table such as { booking = '1095d' }")
    if inner is None:
        return KEPT
    said = {each: inner.length(each.value, KEEP_LEAST, KEEP_MOST) for each in KEPT}
    inner.finish()
    return {each: kept if kept is not None else KEPT[each] for each, kept in said.items()}


def _published(country: str, subdivision: str) -> bool:
    try:
        working_days(country, subdivision, years=_SOME_YEAR)
    except TimeFault:
        return False
    return True


def _currency(table: Table) -> str:
    found = table.words("currency") or ""
    if found and not _CURRENCY.fullmatch(found):
        table.wrong("currency", "three capital letters of ISO 4217, such as 'CNY'")
    return found


def _plugins(table: Table, known: Collection[str] | None) -> tuple[str, ...]:
    found = table.slugs("plugins", MOST_PLUGINS)
    for path, name in found:
        if known is not None and name not in known:
            listed = ", ".join(sorted(known)) or "none is installed"
            expected = f"an installed plugin ({listed}); install it, or take the name out"
            table.findings.add(path, "UNKNOWN_PLUGIN", given=name, expected=expected)
    return tuple(name for _, name in found)


def read_hours(table: Table, slug: str) -> OpeningHours | None:
    """Return the opening hours that a table declares, or ``None`` with its faults noted."""
    hours, faults = parse_hours(slug, table.entries, path=table.path)
    for fault in faults:
        table.findings.include(fault)
    return hours
