"""Discussion: said, corrected, taken back, and who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activity.models import Comment, Notification
from activity.operations.comment import Said, add_comment, delete_comment, edit_comment
from audit.models import Event
from jobs.models import Message
from tests.accounts.trail import verbs
from tests.factories.accounts import NOW, make_person, make_user
from tests.factories.activity import make_comment
from tests.factories.alignment import make_initiative
from tests.factories.customers import make_need

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from alignment.models import Initiative

PAGE = "/initiatives/one/"


@pytest.fixture
def initiative(claims: Unit) -> Initiative:
    return make_initiative(name="Faster payouts", unit=claims)


def said(actor: User, record: Any, text: str, page: str = PAGE) -> Said:
    return add_comment(record=record, text=text, page=page, actor=actor, now=NOW)


def test_a_comment_says_who_said_what_about_which_record(analyst: User, initiative: Initiative) -> None:
    comment = said(analyst, initiative, "  Who measured this?  ").comment
    assert (comment.type_label, comment.object_uid) == ("alignment.initiative", initiative.uid)
    assert (comment.author, comment.text, comment.created_at) == (analyst.person, "Who measured this?", NOW)
    assert list(Comment.objects.about(initiative)) == [comment]
    assert verbs() == [("commented", "alignment.initiative")]
    event = Event.objects.with_personal().get()
    assert (event.changes, event.all_changes) == ({}, {"comment": [None, "Who measured this?"]})


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 10_001])
def test_an_empty_or_endless_comment_is_refused(analyst: User, initiative: Initiative, text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        said(analyst, initiative, text)
    assert list(caught.value.message_dict) == ["text"]
    assert (Comment.objects.count(), Event.objects.count()) == (0, 0)


def test_a_comment_does_not_call_a_crowd(analyst: User, initiative: Initiative) -> None:
    codes = [make_person(f"Somebody {number}").code for number in range(21)]
    with pytest.raises(ValidationError) as caught:
        said(analyst, initiative, " ".join(f"@{code}" for code in codes))
    assert caught.value.messages == ["Mention at most 20 people."]
    assert len(said(analyst, initiative, " ".join(f"@{code}" for code in codes[1:])).not_told) == 20


def test_only_who_sees_the_record_and_may_comment_there_does(
    initiative: Initiative, outsider: User, reader: User, auditor: User, member: User, cio: User
) -> None:
    for user in (outsider, reader, auditor, member):
        with pytest.raises(PermissionDenied):
            said(user, initiative, "May I?")
    assert said(cio, initiative, "I may.").comment.author == cio.person


def test_enterprise_wide_records_are_discussed_by_whoever_may_comment_anywhere(
    outsider: User, reader: User
) -> None:
    need = make_need()
    assert said(outsider, need, "I know this one.").comment.object_uid == need.uid
    with pytest.raises(PermissionDenied):
        said(reader, need, "May I?")


def test_whoever_is_mentioned_finds_it_in_the_inbox_and_the_mail(
    analyst: User, colleague: User, initiative: Initiative
) -> None:
    result = said(analyst, initiative, "@Owen Burke, is this so?")
    assert (result.told, result.not_told) == ((colleague.person,), ())
    line = Notification.objects.get()
    assert (line.user, line.kind, line.read_at) == (colleague, "mention", None)
    assert line.title == "Nora Flynn mentioned you on Faster payouts"
    assert line.text == "@Owen Burke, is this so?"
    assert line.url == f"/initiatives/one/#comment-{result.comment.uid}"
    mail = Message.objects.get()
    assert (mail.channel, mail.recipient, mail.subject) == ("mail", colleague.email, line.title)
    assert mail.body == f"@Owen Burke, is this so?\n\nhttp://testserver{line.url}\n"


def test_a_mention_does_not_tell_who_may_not_see_the_record(
    analyst: User, outsider: User, initiative: Initiative
) -> None:
    without_sign_in = make_person("Mary Kelly")
    gone = make_user("Sean Daly", is_active=False)
    result = said(analyst, initiative, "@Una Molloy @Mary Kelly @Sean Daly")
    assert result.told == ()
    assert {*result.not_told} == {outsider.person, without_sign_in, gone.person}
    assert (Notification.objects.count(), Message.objects.count()) == (0, 0)


def test_nobody_tells_themselves(analyst: User, initiative: Initiative) -> None:
    assert said(analyst, initiative, "@Nora Flynn will do it") == Said(Comment.objects.get(), (), ())
    assert not Notification.objects.exists()


def test_authors_correct_what_they_said_and_only_new_people_are_told(
    analyst: User, colleague: User, cio: User, initiative: Initiative
) -> None:
    comment = said(analyst, initiative, "@Owen Burke, see").comment
    text = f"{comment.text} and @Clara Dunne"
    result = edit_comment(comment=comment, record=initiative, text=text, page=PAGE, actor=analyst, now=NOW)
    assert result.told == (cio.person,)
    stored = Comment.objects.get()
    assert (stored.edited_at, "@[Clara Dunne]" in stored.text) == (NOW, True)
    assert [line.user for line in Notification.objects.order_by("pk")] == [colleague, cio]
    assert verbs()[1:] == [("updated", "activity.comment")]


def test_a_correction_without_a_change_leaves_nothing_behind(analyst: User, initiative: Initiative) -> None:
    comment = make_comment(initiative, analyst.person)
    edit_comment(
        comment=comment, record=initiative, text=f"{comment.text} ", page=PAGE, actor=analyst, now=NOW
    )
    assert (Comment.objects.get().edited_at, verbs()) == (None, [])


def test_authors_take_back_what_they_said(analyst: User, initiative: Initiative) -> None:
    comment = make_comment(initiative, analyst.person)
    delete_comment(comment=comment, record=initiative, actor=analyst, now=NOW)
    assert not Comment.objects.exists()
    assert verbs() == [("deleted", "activity.comment")]
    assert Event.objects.with_personal().get().all_changes == {"text": ["Who measured this?", None]}


def test_the_comments_of_others_are_theirs(
    analyst: User, colleague: User, cio: User, initiative: Initiative
) -> None:
    comment = make_comment(initiative, analyst.person)
    for user in (colleague, cio):
        with pytest.raises(PermissionDenied):
            edit_comment(comment=comment, record=initiative, text="Other", page=PAGE, actor=user, now=NOW)
        with pytest.raises(PermissionDenied):
            delete_comment(comment=comment, record=initiative, actor=user, now=NOW)
    assert Comment.objects.get().text == "Who measured this?"


def test_authors_who_lost_sight_of_the_record_no_longer_correct_it(
    analyst: User, initiative: Initiative, sales: Unit
) -> None:
    comment = make_comment(initiative, analyst.person)
    type(initiative).objects.filter(pk=initiative.pk).update(unit=sales)
    initiative.unit = sales
    with pytest.raises(PermissionDenied):
        delete_comment(comment=comment, record=initiative, actor=analyst, now=NOW)
