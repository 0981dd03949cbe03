"""Mail: a text, with the booking as .ics where there is one."""

from __future__ import annotations

import smtplib
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime

import attrs

from neighborbook.desk.channels.channel import Message, NotYet, Undeliverable
from neighborbook.desk.channels.secret_places import secret_of
from neighborbook.domain.notice import ChannelSetting


@attrs.frozen(kw_only=True)
class Smtp:
    """A mail server (RFC 5321), to which each mail goes in a connection of its own."""

    setting: ChannelSetting
    needs: str = "mail"
    shared: bool = False

    @property
    def sender(self) -> str:
        """The address that mails come from."""
        return self.setting.sender

    def deliver(self, message: Message) -> None:
        """Send one mail.

        Raises:
            Undeliverable: the server refuses the address for good.
            NotYet: anything else; its words hold neither address nor password.
        """
        mail = mail_of(message, self.sender)
        try:
            with self._connected() as server:
                server.send_message(mail, self.sender, [message.address])
        except smtplib.SMTPRecipientsRefused as refused:
            code = max((code for code, _ in refused.recipients.values()), default=0)
            raise _said(code) from None
        except smtplib.SMTPResponseException as answered:
            if isinstance(answered, smtplib.SMTPDataError):
                raise _said(answered.smtp_code) from None
            raise NotYet(f"the mail server answers {answered.smtp_code}") from None
        except (smtplib.SMTPException, OSError) as failed:
            raise NotYet(f"the mail server: {type(failed).__name__}") from None

    def _connected(self) -> smtplib.SMTP:
        setting, secret = self.setting, secret_of(self.setting)
        context = ssl.create_default_context()
        if setting.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                setting.host, setting.port, timeout=setting.timeout, context=context
            )
        else:
            server = smtplib.SMTP(setting.host, setting.port, timeout=setting.timeout)
        try:
            if setting.security == "starttls":
                server.starttls(context=context)
            if setting.user:
                server.login(setting.user, secret)
        except BaseException:
            server.close()
            raise
        return server


def _said(code: int) -> Exception:
    """Return what an answer of a mail server means: from 500 on, never (RFC 5321, 4.2.1)."""
    if code >= 500:
        return Undeliverable(f"the mail server refuses it: {code}")
    return NotYet(f"the mail server answers {code}")


def mail_of(message: Message, sender: str) -> EmailMessage:
    """Return a message as mail; its Message-ID is the same each time it is sent.

    It says that a machine wrote it (RFC 3834), so that no answering machine answers.
    """
    mail = EmailMessage(policy=SMTP_POLICY)
    mail["From"] = sender
    mail["To"] = message.address
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(datetime.fromtimestamp(message.due_at, UTC))
    mail["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = message.language
    mail.set_content(message.text)
    if message.calendar:
        # Beside the text, where readers of mail look for it, and no attachment to be saved.
        mail.add_alternative(
            message.calendar.decode(), subtype="calendar", params={"method": message.method}
        )
    return mail
