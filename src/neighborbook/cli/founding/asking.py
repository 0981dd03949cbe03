"""Completing the answers: by asking on the terminal, or by what is suggested."""

from __future__ import annotations

import sys

import click

from neighborbook.cli.founding.answers import (
    QUESTIONS,
    Answers,
    Told,
    answers,
    faults_of,
    missing,
    suggestion,
)
from neighborbook.cli.words import say
from neighborbook.errors import Fault, InvalidRequest

_NOBODY = Fault(
    path="yes", code="INPUT_MISSING", expected="--yes where nobody is there to be asked"
)


def complete(given: Told, *, asks: bool, language: str, also: tuple[Fault, ...] = ()) -> Answers:
    """Return all answers; a bad one is asked again, with what is wrong with it.

    Args:
        given: those that were given as options.
        asks: whether there is somebody to ask; else what is suggested is taken.
        also: what is wrong besides, for which nobody needs to be asked anything.

    Raises:
        InvalidRequest: nobody is there to ask, or the input ended: every fault at once.
    """
    told = dict(given)
    if asks and also:
        raise InvalidRequest([*also, *_faults(told)])
    if asks:
        _ask(told, language)
        return answers(told)
    told = _filled(told)
    _refuse(told, *also)
    return answers(told)


def _filled(told: Told) -> dict[str, tuple[str, ...]]:
    """Return answers with what is suggested for those that are not given."""
    found = dict(told)
    for question in QUESTIONS:
        suggested = suggestion(question, found) if question not in found else None
        if suggested is not None:
            found[question] = (suggested,)
    return found


def _refuse(told: Told, *also: Fault) -> None:
    unsaid = [missing(question) for question in QUESTIONS if question not in told]
    if faults := [*also, *_faults(told), *unsaid]:
        raise InvalidRequest(faults)


def _faults(told: Told) -> list[Fault]:
    """Return what is wrong with the answers that there are."""
    known = (question for question in QUESTIONS if question in told)
    return [fault for question in known for fault in faults_of(question, told[question])]


def _ask(told: dict[str, tuple[str, ...]], language: str) -> None:
    given, question = dict(told), QUESTIONS[0]
    try:
        for question in QUESTIONS:
            while question not in told or _told_wrong(question, told[question], language):
                told[question] = _answer(question, told, language)
    except click.Abort:
        if sys.stdin.isatty():  # somebody does not want to go on
            click.echo(err=True)
            raise InvalidRequest([missing(question)]) from None
        # A script forgot --yes: it hears that, and all else that it got wrong.
        _refuse(_filled({**told, **given}), _NOBODY)


def _told_wrong(question: str, written: tuple[str, ...], language: str) -> bool:
    faults = faults_of(question, written)
    for fault in faults:
        click.echo(f"  {fault.text(language)}", err=True)
    return bool(faults)


def _answer(question: str, told: Told, language: str) -> tuple[str, ...]:
    if question == "room":
        return _rooms(language)
    suggested = suggestion(question, told)
    shown = "-" if suggested == "" else suggested
    return (_prompt(say(f"ask_{question}", language), shown),)


def _rooms(language: str) -> tuple[str, ...]:
    """Ask for one room after the other; nothing ends it, once there is one."""
    found: list[str] = []
    while True:
        word = "ask_another_room" if found else "ask_room"
        text = _prompt(say(word, language), "" if found else None)
        if not text:
            return tuple(found)
        if not _told_wrong("room", (text,), language):
            found.append(text)


def _prompt(text: str, default: str | None) -> str:
    answer: str = click.prompt(
        text, default=default, show_default=bool(default), err=True, prompt_suffix=" "
    )
    return answer.strip()
