"""Everything that neighborbook raises, in one tree.

::

    NeighborbookError
    ├── InvalidRequest (ValueError)      the arguments alone show that it cannot be
    │   └── CenterFileError              the same, found in a center file
    ├── NotFound (LookupError)           nothing of that id, as far as you may see
    ├── Refused                          clock, rules, or book say no; carries the Decision
    ├── StorageError
    │   ├── Busy                         others were writing until the deadline; nothing was written
    │   ├── OutcomeUnknown               the answer to COMMIT was lost; ask again with the same key
    │   ├── ReadOnly                     the database may not be written
    │   ├── Full                         no space left; nothing was written
    │   ├── Corrupt                      the file is damaged
    │   ├── NotOurs                      another program's, or its place is unfit
    │   ├── SchemaOutdated               made by an older neighborbook; open with upgrade=True
    │   └── TooNew                       made by a newer neighborbook
    ├── FolderError                      what is published cannot be written; names the place
    ├── PluginError                      a plugin is missing, misspelt, or too new or too old
    └── InvariantBroken                  the database's own guard fired: a defect of neighborbook

A subclass exists where the caller does something else next. Facts are fields; the message is built
from them and ends with the remedy. Texts never hold secrets or what a person wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from neighborbook.fault_texts import CODES, GIVEN, SOURCES, in_chinese

if TYPE_CHECKING:
    from neighborbook.domain.decision import Decision
    from neighborbook.domain.refusal import Refusal
    from neighborbook.domain.slot import Slot


@attrs.frozen(kw_only=True)
class Fault:
    """One thing that is wrong with what was given, and where.

    Attributes:
        path: where it stands, dotted, as the caller wrote it: ``attendees.0.party``.
        code: ``INPUT_MISSING``, ``INPUT_INVALID``, ``INPUT_TOO_LONG`` or ``UNKNOWN_…``.
        given: what was given, shortened, printable; empty where it could be personal.
        expected: what would be accepted, in English, so that the caller can mend it.
        expected_zh: the same in Chinese where a plugin says it; the core's phrases have their own.
    """

    path: str
    code: str
    given: str = ""
    expected: str = ""
    expected_zh: str = attrs.field(default="", eq=False, repr=False)

    def __str__(self) -> str:
        given = f" (given: {self.given})" if self.given else ""
        expected = f": expected {self.expected}" if self.expected else ""
        return f"{self.path}: {self.code}{given}{expected}"

    def text(self, language: str = "en") -> str:
        """Say it in English (``en``) or Chinese (``zh``); the code, too, in words.

        >>> fault = Fault(path="end", code="INPUT_INVALID", expected="an end after the start")
        >>> print(fault.text())
        end: invalid, expected an end after the start
        >>> print(fault.text("zh"))
        end：无效，应为：晚于开始的结束时间
        >>> print(fault)
        end: INPUT_INVALID: expected an end after the start
        """
        if not is_chinese(language):
            said = f"{self.path}: {self.code.removeprefix('INPUT_').replace('_', ' ').lower()}"
            said += f" (given: {self.given})" if self.given else ""
            return f"{said}, expected {self.expected}" if self.expected else said
        too_much = self.code == "INPUT_TOO_LONG"
        given = in_chinese(self.given, GIVEN) if too_much else self.given
        expected = self.expected_zh or in_chinese(self.expected)
        said = f"{self.path}：{CODES.get(self.code, self.code)}"
        said += f"（所给：{given}）" if given else ""
        return f"{said}，应为：{expected}" if expected else said


def is_chinese(language: str) -> bool:
    """Whether a language tag means Chinese: ``zh``, ``zh-Hans-CN``."""
    return language.lower().replace("_", "-").split("-")[0] == "zh"


class NeighborbookError(Exception):
    """The base of everything that neighborbook raises."""


class InvalidRequest(NeighborbookError, ValueError):
    """The arguments alone show that it cannot be; ``faults`` names every reason at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return self._listed(map(str, self.faults))

    def text(self, language: str = "en") -> str:
        """Say it in English (``en``) or Chinese (``zh``)."""
        said = [fault.text(language) for fault in self.faults]
        if not is_chinese(language):
            return self._listed(said)
        return f"{'；'.join(said)}。请改正后重试，未写入任何内容。"

    def _listed(self, said: Iterable[str]) -> str:
        return f"{'; '.join(said)}. Mend what is named and ask again; nothing was written."


class CenterFileError(InvalidRequest):
    """A center file cannot be loaded; ``faults`` names every place that must be mended."""

    def __init__(self, faults: Iterable[Fault], *, source: str = "center file") -> None:
        super().__init__(faults)
        self.source = source

    def __str__(self) -> str:
        return self._listed(map(str, self.faults))

    def text(self, language: str = "en") -> str:
        """Say it in English (``en``) or Chinese (``zh``)."""
        said = [fault.text(language) for fault in self.faults]
        if not is_chinese(language):
            return self._listed(said)
        listed = "".join(f"\n  {each}" for each in said)
        source = in_chinese(self.source, SOURCES)
        return f"{source}：{listed}\n请改正后重新载入，未作任何更改。"

    def _listed(self, said: Iterable[str]) -> str:
        listed = "".join(f"\n  {each}" for each in said)
        return f"{self.source}:{listed}\nMend these places and load again; nothing was changed."


class NotFound(NeighborbookError, LookupError):
    """Nothing of that id exists as far as the actor may see.

    What exists but may not be seen is answered alike, so that ids cannot be probed.
    """

    def __init__(self, *, kind: str, id: str) -> None:
        self.kind = kind
        self.id = id
        super().__init__(kind, id)

    def __str__(self) -> str:
        return f"no {self.kind} {self.id!r} here. Check the id, the center, and who is asking."


class Refused(NeighborbookError):
    """Clock, rules, or book say no; ``decision`` says why and names what would be a yes.

    Attributes:
        decision: the whole Decision; ``refusals`` and ``alternatives`` are its parts.
    """

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        super().__init__(decision)

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Every reason, in a stable order; the first one is the weightiest."""
        return self.decision.refusals

    @property
    def alternatives(self) -> tuple[Slot, ...]:
        """At most five slots that can be booked as they are."""
        return self.decision.alternatives

    def __str__(self) -> str:
        return self.decision.text()


class StorageError(NeighborbookError):
    """The database could not do it; the subclass says what to do next."""

    remedy = "See the cause; nothing was written."

    def __init__(self, what: str = "", *, remedy: str | None = None) -> None:
        self.what = what
        if remedy is not None:
            self.remedy = remedy
        super().__init__(what)

    def __str__(self) -> str:
        return f"{self.what}. {self.remedy}" if self.what else self.remedy


class Busy(StorageError):
    """Others were writing until the deadline; nothing was written."""

    remedy = "Nothing was written; ask again."


class OutcomeUnknown(StorageError):
    """The connection ended before COMMIT was answered: it may or may not have been written."""

    remedy = "Ask again with the same key: you get the booking if it was written."


class ReadOnly(StorageError):
    """The database or its folder may not be written."""

    remedy = "Make the file and its folder writable for this user, or open a copy."


class Full(StorageError):
    """There is no space left where the database lies; nothing was written."""

    remedy = "Make room on the disk and ask again; nothing was written."


class Corrupt(StorageError):
    """The database file is damaged."""

    remedy = "Put it aside and restore the last backup."


class NotOurs(StorageError):
    """The file or schema is not neighborbook's, or lies where it cannot be kept safely."""

    remedy = "Name another file or schema."


class SchemaOutdated(StorageError):
    """The database was made by an older neighborbook."""

    remedy = "Open it once with upgrade=True; a backup is made first."


class TooNew(StorageError):
    """The database was made by a newer neighborbook."""

    remedy = "Install the neighborbook that wrote it, or a newer one."


class FolderError(NeighborbookError):
    """What is published could not be written; the database is as it was, and every file is whole.

    Attributes:
        path: the file or folder; the name of a private calendar is never told.
        why: ``full``, ``denied``, ``in_the_way``, ``broken`` or ``failed``.
    """

    def __init__(self, *, path: str, why: str) -> None:
        self.path = path
        self.why = why
        super().__init__(path, why)

    def __str__(self) -> str:
        what, remedy = _FOLDERS.get(self.why, _FOLDERS["failed"])
        return f"{self.path}: {what}. {remedy}"

    @property
    def passes(self) -> bool:
        """Whether it may pass by itself, so that trying again later makes sense."""
        return self.why == "full"


_FOLDERS = {
    "full": ("there is no space left", "Make room on the disk and publish again."),
    "denied": (
        "this user may not write there",
        "Give the user the right to write there, or name another place.",
    ),
    "in_the_way": (
        "a file lies where a folder belongs, or a folder where a file does",
        "Move it away, or name another place.",
    ),
    "broken": (
        "it holds no secret of neighborbook",
        "Put it aside: a new one is made, and subscribers need new links.",
    ),
    "failed": ("it cannot be read or written", "See to that place and publish again."),
}
"""What is wrong with a folder or file, and what helps."""


class PluginError(NeighborbookError):
    """A plugin is missing, misspelt, raises at start-up, or was made for another version.

    Attributes:
        plugin: the plugin's name as the center file writes it.
    """

    def __init__(self, *, plugin: str, what: str, remedy: str) -> None:
        self.plugin = plugin
        self.what = what
        self.remedy = remedy
        super().__init__(plugin, what, remedy)

    def __str__(self) -> str:
        return f"plugin {self.plugin!r}: {self.what}. {self.remedy}"


class InvariantBroken(NeighborbookError):
    """The database's own guard refused a write that the engine had accepted: a defect.

    Nothing was written. It is never an ordinary answer: please report it with the guard's name.
    """

    def __init__(self, *, guard: str) -> None:
        self.guard = guard
        super().__init__(guard)

    def __str__(self) -> str:
        return (
            f"the database guard {self.guard!r} refused what the engine had accepted; nothing was "
            "written. This is a defect of neighborbook: please report it."
        )
