"""Names of files that nobody can guess: an HMAC of a party and a counter under a secret.

Whoever has the name has the calendar, for subscribers cannot sign in. So the name is never written
down: it follows from a secret beside the database. Revoking it raises the party's counter; from
then on another name follows, and the file under the old one is removed with the next run.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import attrs
import filelock

from neighborbook.errors import Busy, Fault, FolderError, InvalidRequest
from neighborbook.publish.folder import failure

SECRET_OCTETS = 32
NAME_OCTETS = 20
"""160 bits: more than anybody can try."""

WAIT = 5.0


@attrs.frozen(kw_only=True, repr=False)
class Links:
    """The names of one center's private calendars.

    Attributes:
        path: of the file that holds the secret; readable by its owner alone.
        center: whose names these are; the same party has another name in another center.
    """

    path: Path
    center: str
    _secret: bytes
    _revoked: Mapping[str, int]

    @classmethod
    def beside(cls, path: Path, center: str, *, makes: bool = True) -> Links:
        """Return the names that follow from a secret file, which is made if it is missing.

        Args:
            makes: whether it may be made; names that were given out follow from one that is there.

        Raises:
            InvalidRequest: it is missing, and may not be made.
            FolderError: it cannot be read or written, or holds no secret.
            Busy: somebody else had it for too long.
        """
        with _alone(path):
            kept = _read(path)
            if kept is None and not makes:
                raise another_secret(path)
            if kept is None:
                kept = {"secret": secrets.token_hex(SECRET_OCTETS), "revoked": {}}
                _write(path, kept)
        return _links(path, center, kept)

    def name(self, party: str) -> str:
        """Return the name of a party's file, without an ending."""
        counter = self._revoked.get(_key(self.center, party), 0)
        told = json.dumps([self.center, party, counter], ensure_ascii=True)
        return hmac.digest(self._secret, told.encode(), "sha256")[:NAME_OCTETS].hex()

    @property
    def mark(self) -> str:
        """By which a folder tells under which secret its names were made; it gives none away."""
        return hmac.digest(self._secret, b"mark", "sha256")[:NAME_OCTETS].hex()

    def revoked(self, party: str) -> Links:
        """Return the names after a party's has been replaced by another; written at once."""
        with _alone(self.path):
            kept = _read(self.path)
            if kept is None:
                raise _broken(self.path)
            counters = _counters(kept)
            counters[_key(self.center, party)] = counters.get(_key(self.center, party), 0) + 1
            kept = {"secret": kept.get("secret"), "revoked": counters}
            _write(self.path, kept)
        return _links(self.path, self.center, kept)


def another_secret(path: Path) -> InvalidRequest:
    """Return the error of a secret from which other names follow than those that are given out."""
    expected = "the secret from which the links in this folder follow, or --new-secret"
    fault = Fault(path="secret", code="INPUT_INVALID", given=str(path)[-60:], expected=expected)
    return InvalidRequest([fault])


def _links(path: Path, center: str, kept: Mapping[str, object]) -> Links:
    secret = kept.get("secret")
    if not isinstance(secret, str) or len(secret) != 2 * SECRET_OCTETS:
        raise _broken(path)
    try:
        octets = bytes.fromhex(secret)
    except ValueError as error:
        raise _broken(path) from error
    return Links(path=path, center=center, secret=octets, revoked=_counters(kept))


def _key(center: str, party: str) -> str:
    return json.dumps([center, party], ensure_ascii=True)


def _counters(kept: Mapping[str, object]) -> dict[str, int]:
    found = kept.get("revoked")
    if not isinstance(found, dict):
        return {}
    return {str(key): value for key, value in found.items() if type(value) is int}


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from reading a secret that is being made or changed."""
    lock = filelock.FileLock(path.with_name(f"{path.name}.lock"), timeout=WAIT)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise Busy(f"{path.name} was in use for {WAIT:g} s") from error
    except OSError as error:
        raise failure(path, error) from error
    try:
        yield
    finally:
        lock.release()


def _read(path: Path) -> Mapping[str, object] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise failure(path, error) from error
    except ValueError as error:
        raise _broken(path) from error
    if not isinstance(found, dict):
        raise _broken(path)
    return found


def _write(path: Path, kept: Mapping[str, object]) -> None:
    beside = path.with_name(f"{path.name}.new")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise failure(path, error) from error


def _broken(path: Path) -> FolderError:
    return FolderError(path=str(path), why="broken")
