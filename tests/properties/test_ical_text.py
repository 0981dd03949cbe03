"""Whatever people type comes back from a calendar, and adds nothing to it."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from neighborbook.ical.content import clean, escaped, fold
from neighborbook.ical.lint import lint
from neighborbook.ical.vcalendar import Vcalendar, write
from neighborbook.ical.vevent import Vevent

TYPED = st.text(st.characters(), max_size=200) | st.text(
    st.sampled_from(list('\r\n\x00\t\x85\u2028;:,\\"^n N=安é\N{PERSON WITH FOLDED HANDS}')),
    max_size=120,
)


def payload_of(typed: str) -> bytes:
    vevent = Vevent(
        uid="5e3f",
        start=1_796_090_400,
        end=1_796_097_600,
        zone="Asia/Shanghai",
        summary=typed,
        location=typed or "-",
        description=typed or "-",
        categories=(typed or "-",),
        url=f"https://example.org/{typed}",
        last_modified_at=1_790_000_000,
    )
    calendar = Vcalendar(
        name=typed,
        zone="Asia/Shanghai",
        language=typed or "en",
        description=typed or "-",
        source=f"https://example.org/{typed}",
    )
    return write(calendar, (vevent,))


PLAIN = Calendar.from_ical(payload_of("x"))


@given(TYPED)
@example("Fire\r\nsafety")
@example("Fire\rsafety")
@example("Fire\x00safety\x7f")
@example("安" * 300)
@example("\N{PERSON WITH FOLDED HANDS}" * 100)
@example("\ud83d")
@example("\r\nATTENDEE:mailto:a@example.org\r\nBEGIN:VALARM")
@example('a\\nb\\\\n\\;,"')
@example(" leading and trailing ")
@example("a continuation that holds a space and nothing else" + " " * 90)
def test_a_title_comes_back_as_it_was_and_adds_no_property(typed: str) -> None:
    payload = payload_of(typed)
    calendar = Calendar.from_ical(payload)
    (event,) = calendar.events

    assert event["SUMMARY"] == clean(typed)
    assert event["LOCATION"] == event["DESCRIPTION"] == clean(typed or "-")
    # icalendar leaves what it does not know escaped, and counts these two among that.
    assert calendar["X-WR-CALNAME"] == calendar["NAME"] == escaped(typed)
    assert list(event) == list(PLAIN.events[0])
    assert list(calendar) == list(PLAIN)
    assert len(list(calendar.walk())) == len(list(PLAIN.walk()))
    assert lint(payload) == ()


@given(TYPED)
def test_cleaning_twice_changes_no_more_than_once(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=400))
def test_a_folded_line_is_unfolded_to_itself(line: str) -> None:
    octets = fold(line)
    parts = octets.removesuffix(b"\r\n").split(b"\r\n ")

    assert octets.removesuffix(b"\r\n").replace(b"\r\n ", b"").decode() == line
    assert all(len(part) <= 75 - bool(index) for index, part in enumerate(parts))
    assert "".join(part.decode() for part in parts) == line
