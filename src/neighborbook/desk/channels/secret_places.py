"""Secrets, read when they are needed from where the center file says that they lie."""

from __future__ import annotations

import os
from pathlib import Path

from neighborbook.desk.channels.channel import NotYet
from neighborbook.domain.notice import ChannelSetting

LONGEST = 4096


def secret_of(setting: ChannelSetting) -> str:
    """Return the secret of a channel, or "" if it names none; see ``secret_at``."""
    return secret_at(setting.secret_env, setting.secret_file)


def secret_at(variable: str, path: str) -> str:
    """Return the secret of an environment variable or a file, or "" if neither is named.

    Raises:
        NotYet: it is not where the center file says; the message tells the place alone.
    """
    if variable:
        found = os.environ.get(variable, "").strip()
        if not found:
            raise NotYet(f"no secret in {variable}")
        return found
    if path:
        try:
            with Path(path).open(encoding="utf-8") as file:
                found = file.read(LONGEST).strip()
        except (OSError, ValueError):
            raise NotYet("the secret file cannot be read") from None
        if not found:
            raise NotYet("the secret file is empty")
        return found
    return ""
