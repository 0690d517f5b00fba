"""The mail channel: one message through Django's mail settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.mail import EmailMultiAlternatives

if TYPE_CHECKING:
    from jobs.models import Message


def send(message: Message) -> None:
    """Mail ``message``. Its identity becomes the Message-ID, so that a second copy can be recognized as such."""
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body,
        to=[message.recipient],
        headers={"Message-ID": f"<{message.uid}@sightline.invalid>", "Auto-Submitted": "auto-generated"},
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    mail.send(fail_silently=False)
