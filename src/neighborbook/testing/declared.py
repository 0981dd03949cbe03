"""What can be wrong with the declarations of a room type, and with what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs

from neighborbook.codes import Code, Severity, severity_of
from neighborbook.domain.booking import Booking, State
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.claim import Take
from neighborbook.domain.demand import Demand
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.slot import Request
from neighborbook.domain.text import Text
from neighborbook.domain.wording import PLACEHOLDERS
from neighborbook.domain.wording_texts import CODES, RULES
from neighborbook.redaction import ALLOWED, DETAILS
from neighborbook.room_type import Audience, Privacy, RoomType, asked_of

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


def faults(kind: RoomType) -> Iterator[str]:
    """Yield what is incomplete in what a room type declares."""
    if not _SLUG.fullmatch(kind.name):
        yield f"name {kind.name!r} is no slug such as 'meeting-room'"
    if kind.api != 1:
        yield f"api is {kind.api!r}, not 1"
    if not isinstance(kind.privacy, Privacy):
        yield f"privacy is {kind.privacy!r}, no Privacy"
    overlapping: object = kind.may_overlap
    if isinstance(overlapping, str) or not all(isinstance(one, str) for one in kind.may_overlap):
        yield "may_overlap does not hold names of room types"
    yield from _detail_faults(kind)
    yield from _label_faults(kind)
    for rule, words in kind.texts.items():
        yield from text_faults(f"the text of {rule!r}", words)
    for rule, words in kind.remedies.items():
        yield from text_faults(f"the remedy of {rule!r}", words, placeholders=False)
    for word, words in kind.words.items():
        yield from text_faults(f"the word for {word!r}", words, placeholders=False)
    for code, words in kind.reasons.items():
        if not _SLUG.fullmatch(code):
            yield f"reason {code!r} is no slug such as 'patient'"
        yield from text_faults(f"the name of reason {code!r}", words, placeholders=False)
    try:
        kind.settings()
    except TypeError as wrong:
        yield f"settings have no default for each number: {wrong}"


def _detail_faults(kind: RoomType) -> Iterator[str]:
    for field in attrs.fields(kind.details):
        asked = asked_of(field)
        if asked is None or not isinstance(asked.privacy, Privacy):
            yield f"detail {field.name!r} declares no privacy"
            continue
        yield from text_faults(f"the label of {field.name!r}", asked.label, placeholders=False)
    try:
        kind.details()
    except (TypeError, ValueError) as wrong:
        yield f"details have no default for each field: {wrong}"


def _label_faults(kind: RoomType) -> Iterator[str]:
    states = {state.value for state in State}
    for label, state in kind.labels.items():
        if not isinstance(state, State):
            yield f"label {label!r} stands for {state!r}, no State"
    for before, after in kind.moves:
        if before not in kind.labels and before not in states:
            yield f"a move starts from {before!r}, no label or state"
        if after not in kind.labels:
            yield f"a move leads to {after!r}, no label"


def text_faults(what: str, words: object, *, placeholders: bool = True) -> Iterator[str]:
    """Yield what is wrong with a text: a language is missing, or it names an unknown fact."""
    if not isinstance(words, Text):
        yield f"{what} is no Text"
        return
    told: Mapping[str, str] = dict(words.by_language)
    for language in ("en", "zh"):
        if not told.get(language, "").strip():
            yield f"{what} is missing in {language!r}"
    for said in told.values():
        unknown = set(_PLACEHOLDER.findall(said)) - (PLACEHOLDERS if placeholders else set())
        if unknown:
            yield f"{what} names {', '.join(sorted(unknown))}, which is no fact of a refusal"


def demand_faults(demand: Demand, catalog: Catalog, legs: int, options: int) -> Iterator[str]:
    """Yield what is out of bounds in a demand, or does not exist."""
    if len(demand.legs) > legs:
        yield f"{len(demand.legs)} legs; at most {legs}"
    if len({leg.role for leg in demand.legs}) < len(demand.legs):
        yield "two legs of one role"
    for leg in demand.legs:
        if not 1 <= len(leg.options) <= options:
            yield f"leg {leg.role!r} has {len(leg.options)} options; 1 to {options}"
        for option in leg.options:
            if option.resource not in catalog.resources:
                yield f"option {option.resource!r} is no resource"
            yield from _take_faults(option.takes, option.resource, catalog)
    for limit in demand.limits:
        if limit.amount < 0:
            yield f"limit {limit.key!r} is used by {limit.amount}"


def _take_faults(takes: tuple[Take, ...], resource: str, catalog: Catalog) -> Iterator[str]:
    if not takes or len({take.leaf for take in takes}) < len(takes):
        yield f"option {resource!r} takes nothing, or a leaf twice"
    for take in takes:
        known = catalog.resources.get(take.leaf)
        if known is None or known.is_composite:
            yield f"option {resource!r} takes {take.leaf!r}, which is no leaf"
        if take.amount < 1:
            yield f"option {resource!r} takes nothing of {take.leaf!r}"
        if min(take.before, take.after) < 0:
            yield f"option {resource!r} has a buffer below 0"


def refusal_faults(refusal: Refusal, kind: RoomType, softened: frozenset[str]) -> Iterator[str]:
    """Yield what is wrong with a reason: its code, its weight, or that it has no words."""
    if refusal.code not in Code.__members__ and not refusal.code.startswith("X_"):
        yield f"{refusal.code!r} is no known code, and does not begin with X_"
    if not isinstance(refusal.severity, Severity):
        yield f"severity {refusal.severity!r} is no Severity"
    if (refusal.code == Code.NEEDS_APPROVAL) != (refusal.severity is Severity.APPROVAL):
        yield "NEEDS_APPROVAL and Severity.APPROVAL belong together"
    hard = refusal.code in Code.__members__ and severity_of(refusal.code) is Severity.HARD
    if hard and refusal.severity is Severity.SOFT and refusal.rule not in softened:
        yield f"{refusal.code} is hard: nobody may pass it"
    words = kind.texts.get(refusal.rule) or RULES.get(refusal.rule) or CODES.get(refusal.code)
    if words is None:
        yield f"no text for rule {refusal.rule!r}"
    else:
        yield from text_faults(f"the text of {refusal.rule!r}", words)


def wrong_details(kind: RoomType) -> Iterator[tuple[Mapping[str, object], str]]:
    """Yield details that must not be accepted, each with the path of its fault."""
    yield {"no such field": 1}, "details.no such field"
    attrs.resolve_types(kind.details)
    for field in attrs.fields(kind.details):
        path = f"details.{field.name}"
        asked = asked_of(field)
        most = None if asked is None else asked.most
        yield {field.name: object()}, path
        if field.type is int:
            yield from (({field.name: junk}, path) for junk in ("1", 1.5, True, -1))
            if most is not None:
                yield {field.name: most + 1}, path
        elif field.type is str:
            long = "x" * ((1000 if most is None else most) + 1)
            yield from (({field.name: junk}, path) for junk in (1, long, "a\nb", "\x00", "\ud800"))
        elif field.type is bool:
            yield from (({field.name: junk}, path) for junk in (1, "true", None))


def marked(base: Request, kind: RoomType, mark: str) -> Request:
    """Return a request whose texts all say where they were written."""
    if base.details is None:
        return base
    attrs.resolve_types(kind.details)
    told = {
        field.name: f"{mark}.{field.name}"
        if field.type is str
        else getattr(base.details, field.name)
        for field in attrs.fields(kind.details)
    }
    try:
        return attrs.evolve(base, details=kind.details(**told))
    except (TypeError, ValueError):
        return base


def hidden_marks(
    shown: Booking, booking: Booking, privacy: Privacy, audience: Audience, mark: str
) -> Iterator[str]:
    """Yield the marks that an audience must not read in a title."""
    allowed = ALLOWED[privacy][audience]
    neutral = privacy in {Privacy.CARE, Privacy.SEALED} and audience is not Audience.CARER
    if "title" not in allowed or neutral:
        yield f"{mark}.title"
    if "organizer" not in allowed:
        yield f"{mark}.organizer"
    if not attrs.has(type(booking.details)):
        return
    for field in attrs.fields(type(booking.details)):  # type: ignore[arg-type]
        asked = asked_of(field)
        visible = asked is not None and audience in DETAILS[asked.privacy]
        if not visible or "details" not in allowed or shown.details is None:
            yield f"{mark}.{field.name}"
