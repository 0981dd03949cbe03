"""What goes wrong, as words on stderr and as an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import attrs
import click

from neighborbook.cli.as_json import as_json
from neighborbook.cli.words import known, say
from neighborbook.domain.decision import Decision
from neighborbook.errors import (
    CenterFileError,
    Fault,
    FolderError,
    InvalidRequest,
    InvariantBroken,
    NeighborbookError,
    NotFound,
    OutcomeUnknown,
    PluginError,
    Refused,
    StorageError,
)
from neighborbook.fault_texts import in_chinese
from neighborbook.fault_texts_of_storage import STORAGE_PHRASES

REFUSED, INVALID, NOT_FOUND, STORAGE, BROKEN, DAMAGED = 1, 2, 3, 4, 5, 6


class Missing(NotFound):
    """A database that does not exist, or that holds no center."""

    def __init__(self, *, word: str, given: str) -> None:
        super().__init__(kind="database", id=given)
        self.word = word


@attrs.frozen(kw_only=True)
class Failure:
    """An error as ``--json`` shows it on stdout; ``text`` is what stderr says."""

    error: str
    text: str
    exit_code: int
    faults: tuple[Fault, ...] = ()
    decision: Decision | None = None


def exit_code(error: NeighborbookError) -> int:
    """Return by which code of the command line a caller tells an error."""
    match error:
        case Refused():
            return REFUSED
        case InvalidRequest():
            return INVALID
        case NotFound():
            return NOT_FOUND
        case StorageError() | FolderError():
            return STORAGE
        case _:
            return BROKEN


def words_of(error: NeighborbookError, language: str) -> str:
    """Return an error as people read it: refusals in their language, every fault at once."""
    match error:
        case Refused():
            return error.decision.text(language)
        case CenterFileError():
            return error.text(language)
        case InvalidRequest():
            said = (fault.text(language) for fault in error.faults)
            return "\n  ".join([say("faults", language), *said])
        case Missing():
            return say(error.word, language, given=error.id)
        case NotFound():
            kind = say(error.kind, language) if known(error.kind) else error.kind
            return say("not_found", language, kind=kind, given=error.id)
        case StorageError() | FolderError():
            return _of_storage(error, language)
        case PluginError():
            return f"{say('plugin', language)} {error}"
        case InvariantBroken():
            return f"{say('defect', language)} {error}"
        case _:
            return str(error)


def _of_storage(error: StorageError | FolderError, language: str) -> str:
    if isinstance(error, FolderError):
        return say(f"folder_{error.why}", language, path=error.path)
    what, remedy = error.what, error.remedy
    if language == "zh":
        what, remedy = (in_chinese(each, STORAGE_PHRASES) for each in (what, remedy))
    word = f"storage_{type(error).__name__}"
    if not known(word):
        return say("storage", language, what=what, remedy=remedy)
    # What is unknown stays that, whatever helps; else a remedy of its own is truer than the usual.
    is_particular = error.remedy != type(error).remedy and not isinstance(error, OutcomeUnknown)
    if is_particular and what:
        return say("storage_particular", language, what=what, remedy=remedy)
    because = ("（{}）" if language == "zh" else " ({})").format(what) if what else ""
    return say(word, language) + because


def failure_of(error: NeighborbookError, language: str) -> Failure:
    """Return an error as a value."""
    return Failure(
        error=type(error).__name__,
        text=words_of(error, language),
        exit_code=exit_code(error),
        faults=error.faults if isinstance(error, InvalidRequest) else (),
        decision=error.decision if isinstance(error, Refused) else None,
    )


@contextmanager
def failures_told(language: str, *, json: bool) -> Iterator[None]:
    """Tell what goes wrong within, and end the command by its exit code."""
    try:
        yield
    except NeighborbookError as error:
        failure = failure_of(error, language)
        if json:
            click.echo(as_json(failure, language))
        click.echo(failure.text, err=True)
        raise click.exceptions.Exit(failure.exit_code) from error
