"""The first center file, with comments for who goes on writing it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from neighborbook.cli.founding.answers import Answers, Room
from neighborbook.cli.words import say


def center_text(center: Answers, *, plugin: str, file: str, language: str) -> str:
    """Return a center as TOML.

    Args:
        plugin: the name of the room type's plugin to enable, or "" for plain rooms.
        file: what the file is called, for its first lines.
        language: of the comments.
    """
    return "\n".join(_lines(center, plugin, file, language)) + "\n"


def _lines(center: Answers, plugin: str, file: str, language: str) -> Iterator[str]:
    def note(word: str, **facts: object) -> str:
        return f"# {say(word, language, **facts)}"

    yield note("file_head", name=center.name)
    yield note("file_again", file=file)
    yield from ("", "[center]")
    yield f"id = {_text(center.id)}  {note('file_id')}"
    yield f"name = {_text(center.name)}  {note('file_name')}"
    yield f"zone = {_text(center.zone)}"
    if center.country:
        yield f"country = {_text(center.country)}  {note('file_country')}"
    if plugin:
        yield f"plugins = [{_text(plugin)}]"
    yield from ("", f"[hours.open]  {note('file_hours')}")
    yield from (f"{days} = {_text(ranges)}" for days, ranges in center.hours.items())
    yield note("file_holidays")
    for number, room in enumerate(center.rooms):
        if number == 0:
            yield from ("", note("file_resource"), note("file_offering"))
        yield from _room(room, plugin)


def _room(room: Room, plugin: str) -> Iterator[str]:
    yield from ("", f"[resource.{room.id}]")
    yield f"name = {_text(room.name)}"
    yield 'hours = "open"'
    yield f"[offering.{room.id}]"
    yield f"name = {_text(room.name)}"
    if plugin:
        yield f"room_type = {_text(plugin)}"
    yield f"places = [{{ resource = {_text(room.id)}, most = {room.places} }}]"


def _text(value: str) -> str:
    """Write a string of TOML: what JSON escapes, TOML escapes alike."""
    return json.dumps(value, ensure_ascii=False)
