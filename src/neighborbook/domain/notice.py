"""Who is told what about a booking, by which way, and how long before: values alone."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType

import attrs

from neighborbook.domain.offering import DAY


class Topic(enum.StrEnum):
    """What a notice is about."""

    CONFIRMATION = "confirmation"
    CHANGE = "change"
    REMINDER = "reminder"
    APPROVAL = "approval"  # somebody must decide
    APPROVAL_REMINDER = "approval_reminder"  # half of the time for that has passed
    APPROVAL_DEPUTY = "approval_deputy"  # three quarters have: somebody else may decide
    EXPIRY = "expiry"  # nobody has decided, and a working day is left
    EXPIRED = "expired"
    NEEDS_MOVE = "needs_move"
    HAS_PLACE = "has_place"  # it no longer needs a move
    CANCELLATION = "cancellation"
    DECLINE = "decline"
    RELEASE = "release"  # nobody came in time
    NO_SHOW = "no_show"  # nobody came at all
    DUTY_CONTACT = "duty_contact"  # somebody needs help at once


class Told(enum.StrEnum):
    """Who is told, by what they are to the booking."""

    ORGANIZER = "organizer"  # of an organization: its managers
    ATTENDEES = "attendees"
    AUTHOR = "author"
    APPROVERS = "approvers"
    DEPUTIES = "deputies"
    DUTY = "duty"  # who is on call


class ChannelKind(enum.StrEnum):
    """What a channel of a center file is."""

    SMTP = "smtp"
    WEBHOOK = "webhook"
    ROBOT = "robot"
    FILE = "file"


@attrs.frozen(kw_only=True)
class ChannelSetting:
    """A channel as a center file declares it; it never holds a secret, only where one lies.

    Attributes:
        host, port, security, user, sender: of a mail server; security is ``"starttls"``, ``"tls"``
            or ``"none"``, sender the address that mails come from.
        url: of a webhook or a robot, unless it is a secret itself.
        secret_env, secret_file: where the password, the key of the signature, or the secret URL of
            a robot is: an environment variable, or a file that holds nothing else.
        body: what a robot is sent, as JSON text in which ``{text}`` stands for the notice.
        path: of a file.
        timeout: seconds after which the other side counts as silent.
    """

    name: str
    kind: ChannelKind
    host: str = ""
    port: int = 587
    security: str = "starttls"
    user: str = ""
    sender: str = ""
    url: str = ""
    secret_env: str = ""
    secret_file: str = ""
    body: str = ""
    path: str = ""
    timeout: int = 10


@attrs.frozen(kw_only=True)
class Addressee:
    """How a party can be reached.

    Attributes:
        addresses: by what they are for: ``mail``, ``phone``, or the name of a channel.
        language: in which the party wants to be written to; "" if that is not known.
        managers: of an organization: the parties that are told in its stead.
    """

    addresses: Mapping[str, str] = attrs.field(factory=dict)
    language: str = ""
    managers: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class NoticeRule:
    """What holds for one topic.

    Attributes:
        to: who are told; nobody, if empty.
        channels: names, the preferred one first; empty: those of the whole table.
        leads: seconds before the start at which it is due, for reminders.
        language: for those whose own is not known; "" is that of the whole table.
    """

    to: tuple[Told, ...] = ()
    channels: tuple[str, ...] = ()
    leads: tuple[int, ...] = ()
    language: str = ""


_OWNERS = (Told.ORGANIZER, Told.AUTHOR)
_ALL = (Told.ORGANIZER, Told.ATTENDEES, Told.AUTHOR)

DEFAULT_RULES: Mapping[Topic, NoticeRule] = MappingProxyType(
    {
        Topic.CONFIRMATION: NoticeRule(to=_OWNERS),
        Topic.CHANGE: NoticeRule(to=_ALL),
        Topic.REMINDER: NoticeRule(to=(Told.ORGANIZER, Told.ATTENDEES), leads=(DAY,)),
        Topic.APPROVAL: NoticeRule(to=(Told.APPROVERS,)),
        Topic.APPROVAL_REMINDER: NoticeRule(to=(Told.APPROVERS,)),
        Topic.APPROVAL_DEPUTY: NoticeRule(to=(Told.DEPUTIES,)),
        Topic.EXPIRY: NoticeRule(to=_OWNERS),
        Topic.EXPIRED: NoticeRule(to=_OWNERS),
        Topic.NEEDS_MOVE: NoticeRule(to=_ALL),
        Topic.HAS_PLACE: NoticeRule(to=_ALL),
        Topic.CANCELLATION: NoticeRule(to=_ALL),
        Topic.DECLINE: NoticeRule(to=_OWNERS),
        Topic.RELEASE: NoticeRule(to=_OWNERS),
        Topic.NO_SHOW: NoticeRule(to=(Told.ORGANIZER,)),
        Topic.DUTY_CONTACT: NoticeRule(to=(Told.DUTY,)),
    }
)
"""Who is told what where a center file says nothing else."""


@attrs.frozen(kw_only=True)
class NoticeTable:
    """Everything that a center file says of notices.

    Attributes:
        rules: those that differ from ``DEFAULT_RULES``.
        channels: names, the preferred one first, for topics that name none.
        language: for those whose own is not known.
        approvers, deputies: parties that are told of what waits for approval.
        duty: parties that are told at once of who needs help; if none, the approvers are.
        posts: the channels that the file declares, by name.
        addresses: how parties can be reached, by party.
    """

    rules: Mapping[Topic, NoticeRule] = attrs.field(factory=dict)
    channels: tuple[str, ...] = ()
    language: str = ""
    approvers: tuple[str, ...] = ()
    deputies: tuple[str, ...] = ()
    duty: tuple[str, ...] = ()
    posts: Mapping[str, ChannelSetting] = attrs.field(factory=dict)
    addresses: Mapping[str, Addressee] = attrs.field(factory=dict)

    @property
    def on_call(self) -> tuple[str, ...]:
        """Parties that are told of who needs help: those on duty, or else the approvers."""
        return self.duty or self.approvers

    def rule(self, topic: Topic) -> NoticeRule:
        """Return what holds for a topic.

        >>> NoticeTable().rule(Topic.REMINDER).leads
        (86400,)
        """
        return self.rules.get(topic) or DEFAULT_RULES[topic]
