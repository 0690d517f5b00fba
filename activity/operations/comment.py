"""Discussion of records: said, corrected, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from activity.choices import NotificationKind
from activity.models import Comment
from activity.models.comment import LONGEST
from activity.operations.mentions import MENTION, read_mentions
from activity.operations.telling import News, tell
from activity.rules import may_comment, may_see
from audit.choices import Verb
from audit.operations.recording import Subject
from audit.operations.recording import record as record_event

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from accounts.models import Person
    from foundation.models import Record

MOST = 20
"""People one comment may mention."""


@dataclass(frozen=True, slots=True)
class Said:
    """A comment, whom its mentions told, and who could not be told: no sign-in, or not allowed to see the record."""

    comment: Comment
    told: tuple[Person, ...]
    not_told: tuple[Person, ...]


@transaction.atomic
def add_comment(*, record: Record, text: str, page: str, actor: User, now: datetime) -> Said:
    """Say something about a record. Whoever is mentioned and may see it finds it in their inbox and their mail.

    ``page`` is the path where the discussion is read.
    Raises ``PermissionDenied``, or ``ValidationError`` for a text that is empty, too long or mentions too many.
    """
    _authorize(actor, record)
    mentions = read_mentions(_checked(text))
    _refuse_crowd(mentions.people)
    comment = Comment.objects.create(
        type_label=record._meta.label_lower,
        object_uid=record.uid,
        author=actor.person,
        text=mentions.text,
        created_at=now,
    )
    subject = Subject(
        record._meta.label_lower, record.uid, str(record), names_person=bool(type(record).PERSONAL)
    )
    said = {"comment": (None, comment.text)}
    record_event(actor=actor, verb=Verb.COMMENTED, subject=subject, changes={}, personal=said, now=now)
    return _tell(comment, mentions.people, record, page, actor, now)


@transaction.atomic
def edit_comment(
    *, comment: Comment, record: Record, text: str, page: str, actor: User, now: datetime
) -> Said:
    """Correct one's own comment; only people mentioned for the first time are told.

    Raises ``PermissionDenied`` or ``ValidationError``.
    """
    _authorize(actor, record, comment)
    mentions = read_mentions(_checked(text))
    _refuse_crowd(mentions.people)
    before = comment.text
    if mentions.text == before:
        return Said(comment, (), ())
    comment.text, comment.edited_at = mentions.text, now
    comment.save(update_fields=["text", "edited_at"])
    _record(comment, Verb.UPDATED, (before, comment.text), actor, now)
    already = {person.pk for person in read_mentions(before).people}
    fresh = [person for person in mentions.people if person.pk not in already]
    return _tell(comment, fresh, record, page, actor, now)


@transaction.atomic
def delete_comment(*, comment: Comment, record: Record, actor: User, now: datetime) -> None:
    """Take back one's own comment. Raises ``PermissionDenied``."""
    _authorize(actor, record, comment)
    _record(comment, Verb.DELETED, (comment.text, None), actor, now)
    comment.delete()


def _authorize(actor: User, record: Record, comment: Comment | None = None) -> None:
    is_theirs = comment is None or comment.author_id == actor.person_id
    if not (is_theirs and may_comment(actor, record) and may_see(actor, record)):
        raise PermissionDenied


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("Write something first.")})
    if len(text) > LONGEST:
        raise ValidationError({"text": _("Write at most %(count)d characters.") % {"count": LONGEST}})
    return text


def _refuse_crowd(people: Iterable[Person]) -> None:
    if len(list(people)) > MOST:
        text = ngettext("Mention at most %(count)d person.", "Mention at most %(count)d people.", MOST)
        raise ValidationError({"text": text % {"count": MOST}})


def _record(comment: Comment, verb: Verb, text: tuple[str, str | None], actor: User, now: datetime) -> None:
    subject = Subject(comment._meta.label_lower, comment.uid, str(comment), names_person=True)
    record_event(actor=actor, verb=verb, subject=subject, changes={}, personal={"text": text}, now=now)


def _tell(
    comment: Comment, people: Iterable[Person], record: Record, page: str, actor: User, now: datetime
) -> Said:
    """Tell those who were mentioned, each in their language; a record they may not see is not named to them."""
    others = [person for person in people if person.pk != actor.person_id]
    found = User.objects.with_person().filter(person__in=others, is_active=True)
    users = {user.person_id: user for user in found if may_see(user, record)}
    news = [_news(comment, users[person.pk], record, page, actor) for person in others if person.pk in users]
    tell(news=news, now=now)
    told = [person for person in others if person.pk in users]
    return Said(comment, tuple(told), tuple(person for person in others if person not in told))


def _news(comment: Comment, user: User, record: Record, page: str, actor: User) -> News:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        title = _("%(who)s mentioned you on %(what)s") % {"who": actor.label, "what": str(record)}
    url = f"{page}#comment-{comment.uid}"
    kind, key = NotificationKind.MENTION, f"mention:{comment.uid}"
    return News(user, kind, title, spoken(comment.text), url, key)


def spoken(text: str) -> str:
    """A comment as plain words: mentions as ``@Name``."""
    return MENTION.sub(lambda match: match[0].rpartition("](")[0].replace("@[", "@", 1) or match[0], text)
