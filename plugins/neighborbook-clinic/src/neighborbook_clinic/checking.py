"""What can be wrong with the tables of a health station in a center file."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import neighborbook as nb
from neighborbook_clinic.places import MOST_OPTIONS
from neighborbook_clinic.settings import Practitioner, Settings, settings_of

MOST_LEGS = 8


def faults_of_settings(offering: nb.Offering, catalog: nb.Catalog) -> Iterator[nb.Fault]:
    """Yield everything that names nothing, or cannot be met by anybody."""
    settings = settings_of(offering)
    if not settings.services:
        yield _fault(
            "services",
            code="INPUT_MISSING",
            expected="at least one service, such as services.general = { length = '15m' }",
            zh="至少一项服务，例如 services.general = { length = '15m' }",
        )
    places = {place.resource for place in offering.places}
    for id, one in settings.practitioners:
        yield from _unknown(f"practitioners.{id}", (id,), places, "a place of the offering", "场地")
        yield from _of_practitioner(id, one, settings, catalog)
    yield from _of_services(settings, catalog)


def _of_practitioner(
    id: str, one: Practitioner, settings: Settings, catalog: nb.Catalog
) -> Iterator[nb.Fault]:
    path, services = f"practitioners.{id}", [known for known, _ in settings.services]
    yield from _unknown(f"{path}.services", one.services, services, "a service", "服务项目")
    yield from _unknown(f"{path}.rooms", one.rooms, catalog.resources, "a resource", "资源")
    if one.overbook and id in catalog.resources:
        parts = [leaf for leaf in catalog.leaves(id) if leaf != id]
        yield from _unknown(
            f"{path}.overbook", (one.overbook,), parts, f"a part of {id}", f"{id}的组成部分"
        )
        if parts == [one.overbook]:
            yield _fault(
                path,
                expected="parts besides the one for who is squeezed in",
                zh="除加号外的其他组成部分",
            )


def _of_services(settings: Settings, catalog: nb.Catalog) -> Iterator[nb.Fault]:
    services = [known for known, _ in settings.services]
    for id, service in settings.services:
        path = f"services.{id}"
        yield from _unknown(f"{path}.after", service.after, services, "a service", "服务项目")
        yield from _unknown(
            f"{path}.devices", service.devices, catalog.resources, "a resource", "资源"
        )
        roles = service.roles or ("",)
        if len(roles) + len(service.devices) > MOST_LEGS:
            yield _fault(
                path,
                expected=f"at most {MOST_LEGS} practitioners and devices together",
                zh=f"人员和设备合计至多{MOST_LEGS}项",
            )
        for role in roles:
            yield from _given(path, id, role, settings)


def _given(path: str, id: str, role: str, settings: Settings) -> Iterator[nb.Fault]:
    giving = [
        one for _, one in settings.practitioners if id in one.services and role in ("", one.role)
    ]
    if not giving:
        called = f" in the role {role}" if role else ""
        yield _fault(path, expected=f"a practitioner{called} who gives it", zh="提供该服务的人员")
    if sum(max(1, len(one.rooms)) for one in giving) > MOST_OPTIONS:
        yield _fault(
            path,
            expected=f"at most {MOST_OPTIONS} pairs of practitioner and room",
            zh=f"人员与房间的组合至多{MOST_OPTIONS}种",
        )


def _unknown(
    path: str, named: Collection[str], known: Collection[str], expected: str, zh: str
) -> Iterator[nb.Fault]:
    for name in named:
        if name not in known:
            yield _fault(path, given=name, expected=expected, zh=zh)


def _fault(
    path: str, *, code: str = "INPUT_INVALID", given: str = "", expected: str, zh: str
) -> nb.Fault:
    return nb.Fault(path=path, code=code, given=given, expected=expected, expected_zh=zh)
