"""Whatever stands in a file, it is a catalog or a list of faults, never a traceback."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from neighborbook.center_file import Document, join, parse, read, rebuild, split
from neighborbook.errors import CenterFileError
from neighborbook.room_type import RoomType
from tests.unit.center_file.test_settings import Meals

TYPES: Mapping[str, RoomType] = {"room": RoomType(), "meals": Meals()}
ANPING = Path(__file__).parents[3] / "examples" / "anping" / "center.toml"


def plain_anping() -> Document:
    """Return the reference center, as far as plain rooms will do."""
    text = ANPING.read_text(encoding="utf-8").replace('"meeting-room"', '"room"')
    document = dict(read(text))
    offerings = document["offering"]
    assert isinstance(offerings, Mapping)
    document["offering"] = {
        id: table for id, table in offerings.items() if table["room_type"] == "room"
    }
    return document


PLAIN_ANPING = plain_anping()

WORDS = [
    "id",
    "name",
    "zone",
    "country",
    "subdivision",
    "currency",
    "address",
    "hours",
    "plugins",
    "check_in",
    "keep",
    "booking",
    "mon-fri",
    "daily",
    "except",
    "from",
    "to",
    "reason",
    "holidays",
    "make-up",
    "capacity",
    "parts",
    "features",
    "way_in",
    "units",
    "changeover",
    "floor",
    "area",
    "was",
    "room_type",
    "places",
    "resource",
    "layouts",
    "most",
    "equipment",
    "staffed",
    "quota",
    "amount",
    "per",
    "days",
    "over",
    "free_within",
    "notice",
    "horizon",
    "opens_at",
    "granularity",
    "shortest",
    "longest",
    "before",
    "approval",
    "turn",
    "setup",
    "sittings",
    "people",
    "A",
    "B",
    "AB",
    "office",
    "hall",
    "anping",
    "room",
    "meals",
    "UTC",
    "Asia/Shanghai",
    "CN",
    "desk",
    "open",
    "closed",
    "08:00-17:00",
    "2h",
    "none",
    "2026-12-24",
    "rolling",
    "ahead",
    "en",
    "zh",
]

scalars = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=8),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
)
keys = st.one_of(st.sampled_from(WORDS), st.text(max_size=4))
junk = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=20,
)
tables = st.dictionaries(keys, junk, max_size=6)
sections = st.dictionaries(st.sampled_from(("A", "B", "AB", "office", "hall")), tables, max_size=4)
documents = st.fixed_dictionaries(
    {"center": tables | junk},
    optional={
        "hours": sections | junk,
        "resource": sections | junk,
        "offering": sections | junk,
        "rest": junk,
    },
)


def judged(document: Document) -> bool:
    """Parse it, whether it is accepted or refused with faults; and again as a database would."""
    try:
        catalog = parse(document, TYPES)
    except CenterFileError as error:
        faults = error.faults
    else:
        again = rebuild(split(document), TYPES, revision=0)
        assert again.offerings == catalog.offerings
        assert again.resources == catalog.resources
        return True
    assert faults
    assert len({fault.path for fault in faults}) == len(faults)
    return False


@settings(max_examples=150, deadline=None)
@given(documents)
def test_any_document_is_a_catalog_or_a_list_of_faults(document: Document) -> None:
    judged(document)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_good_file_with_one_value_replaced_is_a_catalog_or_a_list_of_faults(
    data: st.DataObject,
) -> None:
    document = join(split(PLAIN_ANPING))
    assert judged(document)
    place: object = document
    while isinstance(place, dict | list) and place:
        step = data.draw(
            st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place)))
        )
        below = place[step]
        if not isinstance(below, dict | list) or not below or data.draw(st.booleans()):
            place[step] = data.draw(junk)
            break
        place = below
    judged(document)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='[]{}.="\n#a1-: ', max_size=60) | st.binary(max_size=40))
def test_any_text_is_a_document_or_a_list_of_faults(text: str | bytes) -> None:
    try:
        document = read(text)
    except CenterFileError as error:
        faults = error.faults
    else:
        judged(document)
        return
    assert [fault.code for fault in faults] == ["INPUT_INVALID"]
