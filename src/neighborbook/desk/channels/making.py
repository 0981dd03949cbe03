"""From what a center file says of channels to channels."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from neighborbook.desk.channels.channel import Calling, Channel, Deliver
from neighborbook.desk.channels.file import File
from neighborbook.desk.channels.robot import Robot
from neighborbook.desk.channels.smtp import Smtp
from neighborbook.desk.channels.webhook import Webhook
from neighborbook.desk.faults import Faults
from neighborbook.domain.notice import ChannelKind, ChannelSetting, NoticeTable


def _smtp(setting: ChannelSetting) -> Channel:
    return Smtp(setting=setting)


def _webhook(setting: ChannelSetting) -> Channel:
    return Webhook(setting=setting)


def _robot(setting: ChannelSetting) -> Channel:
    return Robot(setting=setting)


def _file(setting: ChannelSetting) -> Channel:
    return File(setting=setting)


_MAKERS: Mapping[ChannelKind, Callable[[ChannelSetting], Channel]] = {
    ChannelKind.SMTP: _smtp,
    ChannelKind.WEBHOOK: _webhook,
    ChannelKind.ROBOT: _robot,
    ChannelKind.FILE: _file,
}


def channels_of(
    table: NoticeTable, given: Mapping[str, Channel | Deliver] | None
) -> dict[str, Channel]:
    """Return the channels of the center file and those handed in, which go first.

    Raises:
        InvalidRequest: what was handed in is no mapping of names to channels or functions.
    """
    own = read_channels(given)
    made = {name: _MAKERS[post.kind](post) for name, post in table.posts.items()}
    return {**own, **{name: channel for name, channel in made.items() if name not in own}}


def read_channels(given: object) -> dict[str, Channel]:
    """Return the channels that a program hands in, functions among them as channels."""
    if given is None:
        return {}
    faults, found = Faults(), dict[str, Channel]()
    if not isinstance(given, Mapping):
        faults.add("channels", "INPUT_INVALID", type(given).__name__, "channels by their names")
        faults.stop()
        return found
    for name, each in given.items():
        faults.id(f"channels.{str(name)[:64]}", name)
        if callable(getattr(each, "deliver", None)):
            found[str(name)] = each
        elif callable(each):
            found[str(name)] = Calling(function=each)
        else:
            faults.add("channels", "INPUT_INVALID", type(each).__name__, "a function or a channel")
    faults.stop()
    return found
