"""A VEVENT sent by mail (RFC 5546): published, or cancelled.

PUBLISH and CANCEL, never REQUEST: nobody here reads what a REQUEST would make people answer. The
ORGANIZER that both demand is the center itself, so nobody learns who else has to do with it.
"""

from __future__ import annotations

import enum
import re

import attrs

from neighborbook.ical.content import clean, folded, uri
from neighborbook.ical.vcalendar import FOOT, PRODID, zones_of
from neighborbook.ical.vevent import Vevent, render_vevent

_NOT_QUOTED = re.compile(r"[\"\x00-\x1f\x7f]")


class Method(enum.StrEnum):
    """What a reader of mail is to do with the VEVENT (RFC 5546 §3.2.1, §3.2.5)."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


def scheduling_message(vevent: Vevent, method: Method, *, organizer: str, name: str) -> bytes:
    """Return a VCALENDAR of one VEVENT with a METHOD.

    Args:
        organizer: the mail address of the center; name: how the center is called.
    """
    called = _NOT_QUOTED.sub("'", clean(name).replace("\n", " "))
    said = f'ORGANIZER;CN="{called}":{uri(f"mailto:{organizer}")}'
    rendered = render_vevent(attrs.evolve(vevent, organizer=said))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method.value}",
    ]
    zones = zones_of([rendered], vevent.zone) if rendered.zone else []
    return b"".join((folded(lines), *zones, rendered.text, FOOT))
