"""Power cuts, played from a trace of what a program did to its files.

What was synced is on the disk. Of the rest anything may be: all of it, nothing, or any part, in any
order, the last piece torn between sectors; a file may have grown without its bytes; a name may have
been made or removed or not. A sector is written whole or not at all.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

import attrs

SECTOR = 512
_HEAD = struct.Struct("=qqqq")


@attrs.frozen
class Call:
    """One call of the traced program.

    Attributes:
        kind: ``W`` write, ``T`` truncate, ``S`` sync, ``U`` unlink, ``C`` create, ``N`` a word.
        name: of the file; empty for their folder.
        offset: of a write; the size, of a truncation.
    """

    kind: str
    name: str
    offset: int = 0
    bytes: bytes = b""


def read_trace(trace: Path, folder: Path) -> list[Call]:
    """Read what the library wrote down."""
    raw, place, calls = trace.read_bytes(), 0, []
    while place < len(raw):
        kind, length, offset, size = _HEAD.unpack_from(raw, place)
        place += _HEAD.size
        path = raw[place : place + length].decode()
        place += length
        name = path.removeprefix(str(folder.resolve())).lstrip("/")
        calls.append(Call(chr(kind), name, offset, raw[place : place + size]))
        place += size
    return calls


def acknowledged(calls: Sequence[Call]) -> Iterator[tuple[str, int]]:
    """Yield (booking, version) for each word of the program among the calls."""
    for call in calls:
        if call.kind == "N":
            id, version = json.loads(call.bytes)
            yield id, version


@attrs.define
class _File:
    """What of a file is on the disk, and what is only on its way."""

    safe: bytearray = attrs.field(factory=bytearray)
    on_its_way: list[Call] = attrs.field(factory=list)

    def sync(self) -> None:
        for call in self.on_its_way:
            _apply(self.safe, call)
        self.on_its_way.clear()

    def after_cut(self, chance: Random) -> bytes:
        """Return what is there after a cut."""
        kept = bytearray(self.safe)
        for call in _some(self.on_its_way, chance):
            for part in _torn(call, chance):
                _apply(kept, part)
        return bytes(kept)


def _some(calls: Sequence[Call], chance: Random) -> list[Call]:
    """Choose what arrives: all, none, the first ones, all but one, or any."""
    way = chance.randrange(5)
    if way == 0:
        return list(calls)
    if way == 1:
        return []
    if way == 2:
        return list(calls[: chance.randint(0, len(calls))])
    if way == 3 and calls:
        without = chance.randrange(len(calls))
        return [call for n, call in enumerate(calls) if n != without]
    share = chance.random()
    return [call for call in calls if chance.random() < share]


def _torn(call: Call, chance: Random) -> list[Call]:
    """Cut one write in three between sectors, and let any of its sectors arrive."""
    if call.kind != "W" or chance.randrange(3):
        return [call]
    parts, place = [], call.offset
    end = call.offset + len(call.bytes)
    while place < end:
        after = min((place // SECTOR + 1) * SECTOR, end)
        piece = call.bytes[place - call.offset : after - call.offset]
        parts.append(Call("W", call.name, place, piece))
        place = after
    return [part for part in parts if chance.randrange(2)]


def _apply(content: bytearray, call: Call) -> None:
    end = call.offset + len(call.bytes)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if call.kind == "T":
        del content[call.offset :]
    content[call.offset : end] = call.bytes


@attrs.define
class Disk:
    """A disk under a program; ``honest`` is one that syncs when it says so."""

    honest: bool = True
    _files: dict[str, _File] = attrs.field(factory=dict, init=False)
    _named: dict[str, _File] = attrs.field(factory=dict, init=False)
    _names_on_their_way: list[tuple[str, _File | None]] = attrs.field(factory=list, init=False)

    @classmethod
    def holding(cls, files: Mapping[str, bytes], *, honest: bool = True) -> Disk:
        """Return a disk on which these files are safe."""
        disk = cls(honest=honest)
        disk._named = {name: _File(bytearray(content)) for name, content in files.items()}
        disk._files = dict(disk._named)
        return disk

    def do(self, call: Call) -> None:
        """Let the program make one call."""
        if call.kind == "C":
            self._files[call.name] = file = _File()
            self._names_on_their_way.append((call.name, file))
        elif call.kind == "U":
            del self._files[call.name]
            self._names_on_their_way.append((call.name, None))
        elif call.kind in ("W", "T"):
            self._files[call.name].on_its_way.append(call)
        elif call.kind == "S" and self.honest:
            self._sync(call.name)

    def _sync(self, name: str) -> None:
        if name:
            self._files[name].sync()
            return
        for each, file in self._names_on_their_way:
            self._name(self._named, each, file)
        self._names_on_their_way.clear()

    def _name(self, names: dict[str, _File], name: str, file: _File | None) -> None:
        if file is None:
            names.pop(name, None)
        else:
            names[name] = file

    def cut(self, chance: Random) -> dict[str, bytes]:
        """Return the files that are there when the power comes back."""
        names = dict(self._named)
        arrived = chance.randint(0, len(self._names_on_their_way))
        for name, file in self._names_on_their_way[:arrived]:
            self._name(names, name, file)
        # The index of a write-ahead log lives in memory; SQLite makes it anew.
        return {
            name: file.after_cut(chance)
            for name, file in names.items()
            if not name.endswith("-shm")
        }


def cut_at(
    calls: Sequence[Call],
    place: int,
    chance: Random,
    *,
    honest: bool = True,
    before: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """Play the calls before a place and cut the power there.

    Args:
        before: the files that were there when the program began.
    """
    disk = Disk.holding(before or {}, honest=honest)
    for call in calls[:place]:
        disk.do(call)
    return disk.cut(chance)
