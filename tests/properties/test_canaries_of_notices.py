"""What is sent, listed to be called, and exported holds nothing that its reader may not see."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from email import message_from_bytes
from pathlib import Path

import attrs
import pytest

import neighborbook as nb
from neighborbook.cli.commands.notices import line
from neighborbook.testing import center_file
from neighborbook.transfer.exporting import export_bookings, export_closures
from neighborbook.transfer.writing import Format
from tests.properties.canary_house import Told, housed, one_room_each
from tests.properties.canary_lives import Life
from tests.properties.canary_rules import DETAILS, MAY_SEE, NEUTRAL, allowed, class_of
from tests.properties.canary_surfaces import of_error, said
from tests.properties.canary_watch import Heard, listening
from tests.properties.canary_words import ascii_word, canaries_in
from tests.unit.desk.notices.servers import mail_server, web_server

KEPT = ("li", "wang", "clerk", "chief", "keeper", "kin", "aide", "doc")
BORN = {name: f"19{50 + n}-03-0{n + 1}" for n, name in enumerate(KEPT)}
PHONES = {name: f"555{n}0199{n}" for n, name in enumerate(KEPT)}
SENT = frozenset({"id", "uid", "title"})
"""What a notice, or the calendar in it, may say of a booking."""

Letter = tuple[str | None, bytes]
"""Who reads something that was sent, and all of it."""


@attrs.define
class Post:
    """A center whose people have canaries for addresses, and whatever was sent to them."""

    life: Life
    heard: Heard
    emails: dict[str, int]
    names: set[int]
    letters: list[Letter] = attrs.field(factory=list)

    @property
    def secrets(self) -> set[int]:
        """Every canary there is."""
        return {*self.life.written, *self.life.planted(), *self.emails.values(), *self.names}

    def leaks(self) -> Iterator[str]:
        """Yield what somebody was sent that he may not read."""
        planted, bookings, people = (
            *(self.life.planted(), self.life.bookings()),
            self.life.house.people,
        )
        for party, data in self.letters:
            may = allowed(planted, bookings, party, people, fed=True)
            own = canaries_in(party or "") | {self.emails.get(party or "", -1)}
            for number in (canaries_in(data) & self.secrets) - own:
                if not may.get(number, frozenset()) & SENT:
                    where = {place.field for place in planted.get(number, ())}
                    yield f"{party} is sent {where or 'what the directory keeps'}"
            for word in (*BORN.values(), *PHONES.values()):
                if word.encode() in data:
                    yield f"{party} is sent {word}"

    def unheard(self) -> None:
        """Nothing may stand in a log, and nothing is printed."""
        for surface in self.heard.surfaces():
            assert not canaries_in(surface.data) & self.secrets, surface.name
            found = (word for word in PHONES.values() if word.encode() in surface.data)
            assert list(found) == [], surface.name


@contextmanager
def posted(channel: str = "") -> Iterator[Post]:
    """Live in a house with a directory; a channel stands in its center file."""
    with listening() as heard, housed(one_room_each(), 23) as house:
        notices = f'\n[notices]\napprovers = ["{house.people.chief}"]\n{channel}'
        house.desk.load(center_file(house.catalog) + notices)
        emails, names = {}, set()
        for name in KEPT:
            party, (number, _), (called, text) = (
                *(str(getattr(house.people, name)), house.text(), house.text()),
            )
            house.desk.people.register(
                party,
                name=text,
                born_on=BORN[name],
                phone=PHONES[name],
                email=f"{ascii_word(number)}@example.org",
            )
            emails[party] = number
            names.add(called)
        life = Life(house)
        life.opens()
        yield Post(life, heard, emails, names)


def mails(post: Post, stack: ExitStack) -> Callable[[], list[Letter]]:
    """Mails, each with its calendar."""
    server = stack.enter_context(mail_server())
    setting = (
        f'kind = "smtp"\nhost = "127.0.0.1"\nport = {server.port}\n'
        'security = "none"\nsender = "desk@example.org"'
    )
    reload(post, setting)
    of = {f"{ascii_word(number)}@example.org": party for party, number in post.emails.items()}

    def read() -> list[Letter]:
        found: list[Letter] = []
        for to, raw in server.kept:
            parts = [each.get_payload(decode=True) for each in message_from_bytes(raw).walk()]
            whole = b"\n".join([raw, *(part for part in parts if isinstance(part, bytes))])
            found.append((of[to], whole))
        return found

    return read


def hooks(post: Post, stack: ExitStack) -> Callable[[], list[Letter]]:
    """Posts to another program, one for each party."""
    server = stack.enter_context(web_server())
    reload(post, f'kind = "webhook"\nurl = "{server.url}/x"\nsecret_env = "NEIGHBORBOOK_CANARY"')
    return lambda: [
        (json.loads(body)["data"]["party"], f"{headers}\n{path}".encode() + body)
        for path, headers, body in server.kept
    ]


def robots(post: Post, stack: ExitStack) -> Callable[[], list[Letter]]:
    """Posts that a whole group reads."""
    server = stack.enter_context(web_server())
    reload(post, f'kind = "robot"\nurl = "{server.url}/x"\nbody = \'{{ "text": "{{text}}" }}\'')
    return lambda: [
        (None, f"{headers}{path}".encode() + body) for path, headers, body in server.kept
    ]


def files(post: Post, stack: ExitStack) -> Callable[[], list[Letter]]:
    """Lines of a file."""
    path = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "notices.jsonl"
    reload(post, f"kind = 'file'\npath = '{path}'")
    return lambda: [
        (json.loads(line)["data"]["party"], line) for line in path.read_bytes().splitlines()
    ]


def reload(post: Post, setting: str) -> None:
    chief = post.life.house.people.chief
    notices = f'\n[notices]\napprovers = ["{chief}"]\n[notices.channel.way]\n{setting}\n'
    post.life.desk.load(center_file(post.life.house.catalog) + notices)


WAYS = {each.__name__: each for each in (mails, hooks, robots, files)}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_sent_says_what_its_reader_may_see(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEIGHBORBOOK_CANARY", "whsec_bXkga2V5IG9mIDI0IGJ5dGVzIGxvbmc=")
    with ExitStack() as stack:
        post = stack.enter_context(posted())
        read = WAYS[way](post, stack)
        told = post.life.desk.settle().told
        for booking in list(post.life.bookings().values())[::2]:
            post.life.desk.cancel(booking.id, reason=post.life.text())
        told += post.life.desk.settle().told
        post.letters = read()
        assert len(post.letters) == told > 5
        assert list(post.leaks()) == []
        post.unheard()
        readers = {party for party, _ in post.letters}
        assert (readers == {None}) if way == "robots" else (post.life.house.people.li in readers)


def test_a_function_of_the_program_is_given_no_more() -> None:
    with posted() as post:
        kept: list[nb.Message] = []
        post.life.desk.settle(channels={"program": kept.append})
        post.letters = [(m.party, said(m) + json.dumps(m.as_record()).encode()) for m in kept]
        assert list(post.leaks()) == []
        titled = {m.booking for m in kept if canaries_in(m.subject)}
        kinds = {class_of(post.life.bookings()[id]) for id in titled}
        assert kinds
        assert kinds.isdisjoint(NEUTRAL)


def test_a_search_of_letters_finds_what_was_planted() -> None:
    with posted() as post:
        [sealed] = [
            b
            for b in post.life.bookings().values()
            if b.room_type == "sealed" and b.organizer == post.life.house.people.li
        ]
        for data in (sealed.title, sealed.uid, PHONES["wang"], BORN["li"]):
            post.letters = [(post.life.house.people.li, data.encode())]
            assert list(post.leaks())
        post.letters = [(post.life.house.people.aide, sealed.id.encode())]
        assert list(post.leaks())


def test_the_call_list_names_whom_to_call_and_nothing_of_what_is_sealed() -> None:
    with posted() as post:

        def breaks(message: nb.Message) -> None:
            raise nb.Undeliverable("never") from ValueError(message)

        post.life.desk.settle(channels={"program": breaks})
        people, bookings = post.life.house.people, post.life.bookings()
        clerk = post.life.desk.acting_as(people.clerk).notices(unreached=True)
        rows = [" ".join(line(each, language)) for each in clerk for language in ("en", "zh")]
        found = canaries_in(said(clerk) + "\n".join(rows).encode()) & post.secrets
        named = {each.party for each in clerk} | {each.booking for each in clerk}
        assert found == canaries_in("\n".join(named)) & post.secrets
        assert {class_of(bookings[each.booking]) for each in clerk} > {"care", "busy"}
        assert "sealed" not in {class_of(bookings[each.booking]) for each in clerk}
        every = post.life.desk.notices(unreached=True)
        assert "sealed" in {class_of(bookings[each.booking]) for each in every}
        assert PHONES["li"] in {each.phone for each in clerk}
        assert not any(word in str(rows) + str(clerk) for word in BORN.values())
        for name in ("li", "chief", "keeper", "kin", "aide", "doc", "zhao", None):
            desk = post.life.desk.acting_as(name and getattr(people, name))
            with pytest.raises(nb.Refused) as refused:
                desk.notices()
            assert not canaries_in(of_error(refused.value)) & post.secrets
        post.unheard()


def test_a_channel_that_breaks_tells_nobody_what_it_was_given() -> None:
    with posted() as post:

        def breaks(message: nb.Message) -> None:
            raise ValueError(message.text, message.party, message.address)

        post.life.desk.settle(channels={"program": breaks})
        faults = {each.fault for each in post.life.desk.notices()}
        assert faults == {"ValueError", "the channel fails"}
        post.unheard()


@pytest.mark.parametrize("form", Format)
def test_an_export_of_the_administrator_holds_what_the_desk_may_see(
    form: Format, tmp_path: Path
) -> None:
    with posted() as post:
        people, life = post.life.house.people, post.life
        life.desk.close("open", start="2026-12-05", end="2026-12-06", reason=life.text())
        path, bookings = tmp_path / "out", life.bookings()
        for name in ("li", "clerk", "chief", "kin", "aide", "doc", None):
            desk = life.desk.acting_as(name and getattr(people, name))
            for export in (export_bookings, export_closures):
                with pytest.raises(nb.Refused) as refused:
                    export(desk, path, form)
                assert not canaries_in(of_error(refused.value)) & post.secrets
                assert not path.exists()
        assert export_bookings(life.desk.acting_as(people.keeper), path, form) == len(bookings)
        found = canaries_in(path.read_bytes()) & post.secrets
        for number in found:
            assert any(
                place.field in staff_sees(bookings[place.booking])
                for place in life.planted()[number]
                if place.booking
            )
        titles = {canaries_in(b.title) for b in bookings.values() if class_of(b) not in NEUTRAL}
        assert all(title <= found for title in titles)


def staff_sees(booking: nb.Booking) -> set[str]:
    """The fields of a booking that the desk may see."""
    assert isinstance(booking.details, Told)
    row = class_of(booking), "staff"
    details = {f"details.{name}" for name in DETAILS.get(row, "").split()}
    return {*MAY_SEE[row].split(), *details} - {"why"}
