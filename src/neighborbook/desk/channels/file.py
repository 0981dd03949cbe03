"""A file to which a line of JSON is added for each notice: for another program, or for trying."""

from __future__ import annotations

import json
import os

import attrs

from neighborbook.desk.channels.channel import Message, NotYet
from neighborbook.domain.notice import ChannelSetting


@attrs.frozen(kw_only=True)
class File:
    """A file that grows by whole lines, each on the disk before the next."""

    setting: ChannelSetting
    needs: str = ""
    shared: bool = False
    sender: str = ""

    def deliver(self, message: Message) -> None:
        """Add one line.

        Raises:
            NotYet: it cannot be written.
        """
        line = json.dumps(message.as_record(), ensure_ascii=False) + "\n"
        try:
            # 0600: it says who comes when. One write, so that lines of two processes never mix.
            handle = os.open(self.setting.path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "ab", buffering=0) as file:
                file.write(line.encode())
                os.fsync(handle)
        except OSError as failed:
            raise NotYet(f"the file: {type(failed).__name__}") from None
