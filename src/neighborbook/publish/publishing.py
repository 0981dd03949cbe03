"""Publishing a center: from one moment of the book to a folder of calendars and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import attrs

from neighborbook.desk.desk import Desk
from neighborbook.desk.faults import MOST_TOLD, Faults
from neighborbook.domain.party import is_reserved
from neighborbook.domain.times import zone
from neighborbook.ical.vcalendar import PRODID
from neighborbook.publish.day_plan import RoomPlan, room_plans
from neighborbook.publish.folder import UNFINISHED, Folder, Written, failure
from neighborbook.publish.links import Links, another_secret
from neighborbook.publish.pages import (
    Link,
    day_page,
    floor_called,
    index_page,
    sheet,
    weekday,
)
from neighborbook.publish.words import WORDS, both
from neighborbook.room_type import Privacy

DAYS = 14
BACK = 90
AHEAD = 400
PRIVATE = "private"
OWNED = ("rooms", "offerings", PRIVATE, "days", "sheets")
"""Folders that hold nothing but what was published."""

INDEX = "index.html"

_PUBLISHED = re.compile(
    r"(rooms|offerings)/[^/]+\.ics|private/([0-9a-f]+\.ics|index\.html)"
    r"|(days|sheets)/\d{4}-\d\d-\d\d[^/]*\.html|index\.html"
)
"""Names of what any run may have written."""

_MARKS = (b'<meta name="generator" content="neighborbook">', f"PRODID:{PRODID}".encode())
"""One of them stands in the head of every page and calendar that a run has written."""

_HEAD = 512
"""So many octets of a file hold its mark."""

HIDDEN = frozenset({Privacy.CARE, Privacy.SEALED})
"""Of such offerings nothing stands on any wall."""

_ENTRY = b"\r\nBEGIN:VEVENT\r\n"

NO_LISTING = b"<!doctype html><title>403</title>\n"
"""Lies where a web server might else list the names that nobody is to know."""


@attrs.frozen(kw_only=True)
class Publishing:
    """What is published of a center, and how.

    Attributes:
        days: pages are made of today and of the days after it, so many in all.
        language: of calendars; pages are in Chinese and English.
        links: names of the calendars of persons and organizations; ``None`` publishes none.
        new_links: links that follow from another secret may replace those that are there.
    """

    days: int = DAYS
    language: str = "en"
    links: Links | None = None
    new_links: bool = False


def publish(desk: Desk, root: Path, how: Publishing) -> Written:
    """Write everything that can be read of a center into a folder, from one consistent read.

    Files are replaced whole, and only if their bytes changed: a second run without news writes
    nothing. Writers of the book do not wait for it.

    Args:
        desk: of the trusted program; each file is made as its reader may see it.
        root: the folder; made if it is missing.

    Raises:
        InvalidRequest: somebody else keeps files where published ones would be written or removed,
            or links that are given out follow from another secret.
        FolderError: it cannot be written; every file that is there is whole.
        StorageError: the book cannot be read.
    """
    folder = _folder(root)
    _refuse_strangers(folder)
    if how.links is not None and not how.new_links:
        refuse_other_links(root, how.links)
    with desk.frozen() as still:
        for name, content in _files(still, how):
            folder.put(name, content)
    return folder.close()


def _folder(root: Path) -> Folder:
    return Folder(root, owned=OWNED, unnamed=(PRIVATE,))


def _refuse_strangers(folder: Folder) -> None:
    """Refuse a folder in which something would be replaced or removed that no run has written."""
    faults = Faults()
    for name, path in sorted((*folder.found(), (INDEX, folder.root / INDEX))):
        if not path.name.startswith(UNFINISHED) and not _is_published(name, path):
            given = PRIVATE if is_private(name) else name
            expected = "a folder in which nobody else keeps files"
            faults.add("folder", "INPUT_INVALID", given, expected)
        if len(faults.found) >= MOST_TOLD:
            break
    faults.stop()


def _is_published(name: str, path: Path) -> bool:
    """Whether a file is one that a run has written, or is not there any more."""
    if not _PUBLISHED.fullmatch(name):
        return False
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return True  # what is in the way is said when it is written
    except OSError as error:
        raise failure(path.parent, error) from error
    return head.startswith(NO_LISTING) or any(mark in head for mark in _MARKS)


def holds_links(root: Path) -> bool:
    """Whether calendars of persons and organizations lie in a folder."""
    return any((root / PRIVATE).glob("*.ics"))


def refuse_other_links(root: Path, links: Links) -> None:
    """Refuse links that follow from another secret than those that lie in a folder.

    Raises:
        InvalidRequest: everybody who was given one would need another.
    """
    try:
        page = (root / PRIVATE / "index.html").read_bytes()
    except OSError:
        return  # nothing says under which secret they were made
    marked = page.startswith(NO_LISTING + b"<!--")
    if marked and page != _no_listing(links) and holds_links(root):
        raise another_secret(links.path)


def _no_listing(links: Links) -> bytes:
    return NO_LISTING + f"<!-- {links.mark} -->\n".encode()


def is_private(name: str) -> bool:
    """Whether the name of a published file is a secret: it opens somebody's own calendar."""
    return name.startswith(f"{PRIVATE}/") and name.endswith(".ics")


def revoke(root: Path, links: Links, party: str) -> Links:
    """Give a party's calendar another name, at once also where it was published already.

    A run that began before and goes on may publish the old name once more; the next one ends it.

    Returns:
        The names after that.

    Raises:
        FolderError, Busy: the secret or the folder cannot be written; until the next run the old
            name may still lead to the calendar.
    """
    changed = links.revoked(party)
    _folder(root).rename(private_file(links, party), private_file(changed, party))
    return changed


def private_file(links: Links, party: str) -> str:
    """Return the path below the folder of a person's or an organization's calendar."""
    return f"{PRIVATE}/{links.name(party)}.ics"


def _files(still: Desk, how: Publishing) -> Iterator[tuple[str, bytes]]:
    rooms, offerings = _rooms(still), _offerings(still)
    public = still.acting_as(None)
    for link, id in rooms:
        yield link.file, public.calendar(resource=id, language=how.language)
    for link, id in offerings:
        yield link.file, public.calendar(offering=id, language=how.language)
    if how.links is not None:
        yield f"{PRIVATE}/index.html", _no_listing(how.links)
        for party in _parties(still):
            feed = still.acting_as(party).calendar(party=party, language=how.language)
            if _ENTRY in feed:  # one without would tell that there is something that it hides
                yield private_file(how.links, party), feed
    told = frozenset(id for _, id in rooms)
    days, sheets = [], []
    for link, page in _days(still, public, how, told):
        days.append(link)
        yield link.file, page
    for link, page in _sheets(still, public, told):
        sheets.append(link)
        yield link.file, page
    yield (
        INDEX,
        index_page(
            still.center.name,
            days=days,
            sheets=sheets,
            rooms=[link for link, _ in rooms],
            offerings=[link for link, _ in offerings],
        ),
    )


def _rooms(still: Desk) -> list[tuple[Link, str]]:
    """Return the rooms in which something is given of which a wall may tell."""
    given = {
        place.resource
        for offering in still.offerings()
        if _is_told(still, offering.room_type)
        for place in offering.places
    }
    return [
        (Link(file=f"rooms/{each.id}.ics", text=both(each.name) or each.id), each.id)
        for each in still.resources()
        if each.id in given
    ]


def _offerings(still: Desk) -> list[tuple[Link, str]]:
    return [
        (Link(file=f"offerings/{each.id}.ics", text=both(each.name) or each.id), each.id)
        for each in still.offerings()
        if _is_told(still, each.room_type)
    ]


def _is_told(still: Desk, room_type: str) -> bool:
    """Whether everybody may know when an offering is taken; of a plugin that is gone, not."""
    kind = still.room_types().get(room_type)
    return kind is not None and kind.privacy not in HIDDEN


def _parties(still: Desk) -> list[str]:
    """Return who has a booking in the window of calendars, be it hidden; erased ones are nobody."""
    today = _today(still)
    found: set[str] = set()
    window = today - timedelta(days=BACK), today + timedelta(days=AHEAD)
    for booking in still.bookings(start=window[0], end=window[1]):
        found.update(party for party in booking.parties if not is_reserved(party))
    return sorted(found)


def _days(
    still: Desk, public: Desk, how: Publishing, told: frozenset[str]
) -> Iterator[tuple[Link, bytes]]:
    center, today = still.center, _today(still)
    for number in range(how.days):
        day = today + timedelta(days=number)
        page = day_page(center.name, day, _plans(public, day, told), zone(center.zone))
        yield Link(file=f"days/{day}.html", text=f"{day} {weekday(day)}"), page


def _plans(public: Desk, day: date, told: frozenset[str]) -> tuple[RoomPlan, ...]:
    return tuple(plan for plan in room_plans(public.day(day)) if plan.id in told)


def _sheets(still: Desk, public: Desk, told: frozenset[str]) -> Iterator[tuple[Link, bytes]]:
    """Yield tomorrow's sheets, floor by floor.

    What is made of other rooms is left out: else one time could be written down in two places.
    """
    center, day = still.center, _today(still) + timedelta(days=1)
    simple = [plan for plan in _plans(public, day, told) if not plan.composite]
    floors, asked = tuple(dict.fromkeys(plan.floor for plan in simple)), _asked(still)
    for floor, word in zip(floors, words_of(floors), strict=True):
        found = tuple(plan for plan in simple if plan.floor == floor)
        where = floor_called(floor) or both(WORDS["other_rooms" if floors[1:] else "every_floor"])
        page = sheet(center.name, day, floor, found, zone(center.zone), asked=asked)
        yield Link(file=f"sheets/{day}-{word}.html", text=f"{day} {weekday(day)} · {where}"), page


def words_of(floors: Iterable[str]) -> tuple[str, ...]:
    """Return a word for each floor, of which names of files are made: no two are alike.

    A floor of which no word can be made, or the same as of another, is numbered. Some file systems
    do not tell large letters from small ones, so neither does this.

    >>> words_of(["5", "Annex 2", "大堂", "东1", "西1"])
    ('5', 'Annex2', 'n3', 'n4', 'n5')
    """
    words = [re.sub(r"[^A-Za-z0-9]+", "", floor) for floor in floors]
    many = Counter(word.lower() for word in words)
    return tuple(
        f"n{number}" if many[word.lower()] > 1 or re.fullmatch(r"|[nN]\d+", word) else word
        for number, word in enumerate(words, 1)
    )


def _asked(still: Desk) -> frozenset[str]:
    """Return the rooms that nobody has without being approved: there is no walking in."""
    given: dict[str, bool] = {}
    for offering in still.offerings():
        for place in offering.places:
            before = given.get(place.resource, True)
            given[place.resource] = before and offering.policy.approval
    return frozenset(id for id, approval in given.items() if approval)


def _today(still: Desk) -> date:
    return still.now.date()
