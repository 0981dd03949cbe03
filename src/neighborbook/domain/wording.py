"""Decisions in words: each reason a sentence with its numbers, and at the end what would help.

Texts are found by rule: first those a room type brings, then the core's, then what the code says.
They hold ``{placeholders}`` of a closed set and ``[clauses]``, see ``wording_texts``; a missing
fact never shows and never fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import attrs

from neighborbook.codes import Code, Severity
from neighborbook.domain import wording_texts as texts
from neighborbook.domain import wording_words as words_within
from neighborbook.domain.civil import to_local, two_readings
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.text import Text
from neighborbook.domain.zones import zone as zone_named

if TYPE_CHECKING:
    from neighborbook.domain.decision import Decision
    from neighborbook.domain.slot import Slot

PLACEHOLDERS = frozenset(
    {
        "subject",
        "asked",
        "least",
        "most",
        "left",
        "earliest_at",
        "latest_at",
        "resets_at",
        "allowed",
    }
)
"""All that a text may name; anything else in braces counts as a missing fact."""

NONE: Mapping[str, Text] = {}


@attrs.frozen(kw_only=True)
class OwnWords:
    """The words of a room type.

    Attributes:
        texts: for its own rules, by rule.
        remedies: what would help, by rule.
        words: its labels and the roles of its legs, as people call them.
    """

    texts: Mapping[str, Text] = NONE
    remedies: Mapping[str, Text] = NONE
    words: Mapping[str, Text] = NONE


NOTHING = OwnWords()
TOGETHER = " + "
"""Between the roles that are all lacking at once."""

_OF_SEVERAL = frozenset({"combination"})
_SHOWN = 3
LAST = 7_289_654_400  # the year 2201: no booking can lie there, and far later no calendar reaches
_CLAUSE = re.compile(r"\[([^\[\]]*)\]")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS_ZH = "一二三四五六日"


def say(
    decision: Decision,
    language: str = "en",
    own: OwnWords = NOTHING,
    names: Mapping[str, Text] = NONE,
) -> str:
    """Return a decision in words; the last sentence says what would help.

    Args:
        decision: with its facts; instants are said in its zone.
        language: ``"en"`` or ``"zh"``, also ``"zh-Hans-CN"``; any other is answered in English.
        own: the words of a room type.
        names: how resources and organizers are called, by id; an id without a name stands for
            itself.
    """
    spoken = _spoken(language)
    gap = "" if spoken == "zh" else " "

    def each(refusals: Iterable[Refusal]) -> list[str]:
        said = (sentence(one, decision.zone, spoken, own, names) for one in refusals)
        return list(dict.fromkeys(said))

    parts = []
    if decision.verdict.value == "accepted":
        parts.append(texts.ACCEPTED.in_(spoken))
    elif decision.verdict.value == "needs_approval":
        parts.append(texts.REQUESTED.in_(spoken))
    parts += each((*decision.refusals, *decision.approvals, *decision.warnings))
    parts += _passed(decision, spoken, lambda refusals: gap.join(each(refusals)))
    parts += _remedy(decision, spoken, own, names)
    return gap.join(parts)


def remarks(
    decision: Decision,
    language: str = "en",
    own: OwnWords = NOTHING,
    names: Mapping[str, Text] = NONE,
) -> tuple[str, ...]:
    """Return why a decision must be approved, and what it warns of: each sentence once.

    It takes what ``say`` does.
    """
    beside = (*decision.approvals, *decision.warnings)
    said = (sentence(one, decision.zone, language, own, names) for one in beside)
    return tuple(dict.fromkeys(said))


def sentence(
    refusal: Refusal,
    zone: str,
    language: str = "en",
    own: OwnWords = NOTHING,
    names: Mapping[str, Text] = NONE,
) -> str:
    """Return one reason as one sentence.

    Args:
        refusal: the facts.
        zone: IANA name, in which instants are said.
        language: as for ``say``.
        own: the words of a room type.
        names: how resources and organizers are called, by id.

    >>> late = Refusal(code="TOO_SOON", rule="notice", severity=Severity.SOFT, least=7200,
    ...     unit="seconds", earliest_at=1796104800)
    >>> sentence(late, "Asia/Shanghai")
    'Bookings are made at least 2 hours ahead; now none can start before Tue 1 Dec 2026, 14:00.'
    >>> sentence(late, "Asia/Shanghai", "zh")
    '须至少提前2小时预约，现在的开始时间不得早于2026年12月1日（周二）14:00。'
    """
    spoken = _spoken(language)
    facts = _facts(refusal, zone_named(zone), spoken, own, names)
    for words in (
        own.texts.get(refusal.rule),
        texts.RULES.get(refusal.rule),
        texts.CODES.get(refusal.code),
    ):
        filled = _fill(words.in_(spoken), facts) if words else None
        if filled:
            return filled
    return texts.OTHER.in_(spoken)


def instant_in_words(instant: int, zone: ZoneInfo, language: str) -> str:
    """Return an instant as calendar and clock show it; a time shown twice gets its offset.

    >>> instant_in_words(1796104800, zone_named("Asia/Shanghai"), "en")
    'Tue 1 Dec 2026, 14:00'
    """
    local = to_local(instant, zone)
    if _spoken(language) == "zh":
        day = f"{local.year}年{local.month}月{local.day}日（周{_WEEKDAYS_ZH[local.weekday()]}）"
    else:
        month = _MONTHS[local.month - 1]
        day = f"{_WEEKDAYS[local.weekday()]} {local.day} {month} {local.year}, "
    return day + clock_in_words(instant, zone)


def clock_in_words(instant: int, zone: ZoneInfo) -> str:
    """Return the time of day; seconds and the offset from UTC only where they matter."""
    local = to_local(instant, zone)
    shown = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    first, second = two_readings(local.replace(tzinfo=None, fold=0), zone)
    return shown if first == second else f"{shown} (UTC{local:%z})"


def length_in_words(seconds: int, language: str, *, days: bool = True) -> str:
    """Return a length of elapsed time: hours and minutes; whole days from three on.

    >>> length_in_words(5400, "en"), length_in_words(3600, "en"), length_in_words(5400, "zh")
    ('1 hour 30 minutes', '1 hour', '1小时30分钟')
    """
    if seconds < 0:
        return f"-{length_in_words(-seconds, language, days=days)}"
    if days and seconds >= 3 * 86_400 and seconds % 86_400 == 0:
        counts = [(seconds // 86_400, "day", "天")]
    else:
        hours, rest = divmod(seconds, 3600)
        counts = [
            (hours, "hour", "小时"),
            (rest // 60, "minute", "分钟"),
            (rest % 60, "second", "秒"),
        ]
    some = [one for one in counts if one[0]] or [(0, "minute", "分钟")]
    if _spoken(language) == "zh":
        return "".join(f"{count}{zh}" for count, _, zh in some)
    return " ".join(f"{count} {en}{'' if count == 1 else 's'}" for count, en, _ in some)


def _spoken(language: str) -> str:
    return "zh" if re.split("[-_]", language.lower())[0] == "zh" else "en"


def _facts(
    refusal: Refusal,
    zone: ZoneInfo,
    language: str,
    own: OwnWords,
    names: Mapping[str, Text],
) -> Mapping[str, str]:
    """Return the facts that are known, as words."""
    worded = refusal.rule in words_within.WORDED

    def called(word: str) -> str:
        known = names.get(word)
        if known is None and (worded or refusal.rule in own.texts):
            known = own.words.get(word)
        if known is None and worded:
            known = words_within.WORDS.get(word)
        return known.in_(language) if known else word

    found = {}
    # Who cannot come, and why, is nobody's business: else asking would map a person's day.
    if refusal.subject and refusal.code != Code.CONFLICT_PERSON:
        parts = (
            refusal.subject.split(TOGETHER) if refusal.rule in _OF_SEVERAL else [refusal.subject]
        )
        found["subject"] = TOGETHER.join(map(called, parts))
    if refusal.allowed:
        found["allowed"] = ("、" if language == "zh" else ", ").join(map(called, refusal.allowed))
    for name in ("asked", "least", "most", "left"):
        number = getattr(refusal, name)
        if number is not None:
            found[name] = _number(number, refusal, language)
    for name in ("earliest_at", "latest_at", "resets_at"):
        instant = getattr(refusal, name)
        if instant is not None and 0 <= instant < LAST:
            found[name] = instant_in_words(instant, zone, language)
    return found


def _number(number: int, refusal: Refusal, language: str) -> str:
    if refusal.unit != "seconds":
        return str(number)
    return length_in_words(number, language, days=refusal.code != Code.QUOTA)


def _fill(template: str, facts: Mapping[str, str]) -> str | None:
    """Fill a text; a clause that lacks a fact goes, a sentence that lacks one is ``None``."""

    def filled(part: str) -> str | None:
        if not facts.keys() >= set(_PLACEHOLDER.findall(part)):
            return None
        return _PLACEHOLDER.sub(lambda found: facts[found[1]], part)

    # Odd parts are the clauses; what is filled in is never read as a text again.
    parts = [filled(part) for part in _CLAUSE.split(template)]
    if None in parts[::2]:
        return None
    words = "".join(part or "" for part in parts)
    if not parts[0] and parts[1:2] == [None]:
        return words[:1].upper() + words[1:]
    return words


def _passed(
    decision: Decision, language: str, said: Callable[[Iterable[Refusal]], str]
) -> Iterator[str]:
    """Yield what an override has passed: rules, and that somebody would have had to approve."""
    approvals = [one for one in decision.overridden if one.severity is Severity.APPROVAL]
    rules = [one for one in decision.overridden if one.severity is not Severity.APPROVAL]
    if rules:
        yield texts.OVERRIDDEN.in_(language).replace("{said}", said(rules))
    if approvals:
        # "This must be approved" would say the contrary of what is so.
        why = said(one for one in approvals if one.rule != "approval").rstrip(".。")
        facts = {"said": why} if why else {}
        yield _fill(texts.WITHOUT_APPROVAL.in_(language), facts) or ""


def _remedy(
    decision: Decision, language: str, own: OwnWords, names: Mapping[str, Text]
) -> Iterator[str]:
    """Yield what would help: who can allow it, what else can be had, or what to do."""
    if not decision.refusals:
        return
    soft = all(one.severity is Severity.SOFT for one in decision.refusals)
    if soft:
        yield (texts.YOURSELF if decision.may_override else texts.FRONT_DESK).in_(language)
    if decision.alternatives:
        shown = (_slot(slot, language, names) for slot in decision.alternatives[:_SHOWN])
        listed = ("；" if language == "zh" else "; ").join(shown)
        yield texts.INSTEAD.in_(language).replace("{slots}", listed)
    elif not soft:
        hard = (one for one in decision.refusals if one.severity is not Severity.SOFT)
        helps = (_helps(one, own) for one in hard)
        yield from _once(known.in_(language) for known in helps if known is not None)


def _once(remedies: Iterable[str]) -> Iterator[str]:
    """Yield each remedy once, and none that another says along with more."""
    said = dict.fromkeys(remedies)
    for one in said:
        advice = one.rstrip(".。")
        if not any(advice in other for other in said if other != one):
            yield one


def _helps(refusal: Refusal, own: OwnWords) -> Text | None:
    """Return what helps against one reason; nothing, where a room type's own words say it.

    A rule of a room type may have the name of one of the core, and helps otherwise.
    """
    if refusal.rule in own.texts:
        return own.remedies.get(refusal.rule) or texts.REMEDIES.get(refusal.code)
    known = texts.REMEDIES.get(refusal.rule) or texts.REMEDIES.get(refusal.code)
    if known is None and refusal.code not in texts.CODES:
        return texts.ASK_CENTER
    return known or texts.OTHER_REMEDY


def _slot(slot: Slot, language: str, names: Mapping[str, Text]) -> str:
    """Return a slot in words: when, where, how it is laid out, whether it must be approved."""
    zone = zone_named(slot.zone)
    start, end = slot.request.start, slot.request.end
    same_day = to_local(start, zone).date() == to_local(end, zone).date()
    until = clock_in_words(end, zone) if same_day else instant_in_words(end, zone, language)
    when = f"{instant_in_words(start, zone, language)}–{until}"
    place = slot.request.resource or slot.request.offering
    called = names[place].in_(language) if place in names else place
    notes = [slot.layout or "", texts.ASKS.in_(language) if slot.needs_approval else ""]
    noted = ("，" if language == "zh" else ", ").join(note for note in notes if note)
    if noted:
        called = f"{called}（{noted}）" if language == "zh" else f"{called} ({noted})"
    return f"{when} {called}" if language == "zh" else f"{when} in {called}"
