"""What pages of this app ask for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Enterprise, Unit, User
from accounts.operations.enterprise import SETTINGS
from accounts.permissions import Permission
from accounts.roles import ROLE_CHOICES

if TYPE_CHECKING:
    from accounts.access import GrantedAccess

PASSWORD_HELP = _("At least 12 characters. A few words you remember are better than a few signs you do not.")
DAYS = (30, 90, 180, 365)
MONTHS = [
    (number, name)
    for number, name in enumerate(
        (_("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"),
         _("September"), _("October"), _("November"), _("December")),
        start=1,
    )
]  # fmt: skip


def refuse(form: forms.BaseForm, error: ValidationError, names: dict[str, str] | None = None) -> None:
    """Show what an operation refused at the fields of its form; ``names`` translates field names."""
    found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for field, texts in found.items():
        name = (names or {}).get(field, field)
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


def _zones(first: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [
        *first,
        *((name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name),
    ]


def _new_password() -> forms.CharField:
    return forms.CharField(
        label=_("Password"),
        help_text=PASSWORD_HELP,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def _days() -> list[tuple[int, str]]:
    """How long a key may live, in the reader's language."""
    return [(days, ngettext("%d day", "%d days", days) % days) for days in DAYS]


class FirstRunForm(forms.Form):
    """What an empty installation has to know."""

    token = forms.CharField(
        label=_("One-time token"),
        help_text=_("It stands in the log of the server, in the line about /first-run/."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("Name of the enterprise"), max_length=120)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=lambda: _zones([("UTC", "UTC")]), initial="UTC"
    )
    currency = forms.CharField(label=_("Currency"), initial="EUR", help_text=_("Three letters, such as EUR."))
    fiscal_start_month = forms.TypedChoiceField(
        label=_("First month of the fiscal year"), choices=MONTHS, coerce=int
    )
    administrator_name = forms.CharField(label=_("Your name"), max_length=120)
    administrator_email = forms.EmailField(
        label=_("Your email"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = _new_password()

    def clean_currency(self) -> str:
        """Judged here as well as when it is stored, so that all there is to put right is said at once."""
        try:
            return str(Enterprise._meta.get_field("currency").clean(self.cleaned_data["currency"], None))
        except ValidationError as error:
            raise ValidationError(error.messages[0]) from error

    def clean_password(self) -> str:
        """The same rules as for any other password."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.cleaned_data.get("administrator_email", "")))
        return password


PREFERENCES = ("language", "time_zone", "single_keys", "quiet_from", "quiet_until", "weekly_digest")


def _clock() -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class ProfileForm(forms.Form):
    """What people say of themselves, and how they like the pages."""

    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    single_keys = forms.BooleanField(
        label=_("Single-key shortcuts"),
        required=False,
        help_text=_("Letters such as j, k and / work as commands outside fields."),
    )
    quiet_from = forms.TimeField(
        label=_("No mail from"),
        required=False,
        widget=_clock(),
        help_text=_("What can wait until morning does. The inbox has it at once."),
    )
    quiet_until = forms.TimeField(label=_("Until"), required=False, widget=_clock())
    weekly_digest = forms.BooleanField(
        label=_("Weekly digest"),
        required=False,
        help_text=_("On Mondays how the metrics you own stand."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        initial = {name: getattr(user, name) for name in PREFERENCES}
        initial |= {name: getattr(user.person, name) for name in ("name", "title", "version")}
        super().__init__(*args, **{"initial": initial, **kwargs})
        language, zone = self.fields["language"], self.fields["time_zone"]
        language.choices = [("", _("As the browser asks")), *settings.LANGUAGES]  # type: ignore[attr-defined]
        zone.choices = _zones([("", _("The time zone of the enterprise")), ("UTC", "UTC")])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if bool(given.get("quiet_from")) != bool(given.get("quiet_until")) and not self.errors:
            told = _("Say from when until when no mail shall come, or leave both empty.")
            self.add_error("quiet_until" if given.get("quiet_from") else "quiet_from", told)
        return given

    def values(self, *names: str) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in names}


class TokenForm(forms.Form):
    """A new key."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=80,
        help_text=_("So that you know later what stops when you revoke it."),
    )
    days = forms.TypedChoiceField(label=_("Expires after"), choices=_days, coerce=int, initial=90)
    read_only = forms.BooleanField(label=_("Read only"), required=False, initial=True)

    @property
    def life(self) -> timedelta:
        return timedelta(days=self.cleaned_data["days"])


class UserForm(forms.Form):
    """Somebody who is to sign in."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("Email"),
        max_length=254,
        help_text=_("It is how they sign in. A person known by this address keeps name, title and unit."),
    )
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        to_field_name="uid",
        empty_label=_("No unit"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["unit"], None)


class GrantForm(forms.Form):
    """A role in a unit."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
    unit = forms.ModelChoiceField(
        label=_("In this unit and below"),
        queryset=Unit.objects.none(),
        to_field_name="uid",
        empty_label=_("Choose a unit"),
    )

    def __init__(self, *args: Any, access: GrantedAccess, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["unit"], access)


def _offer(field: forms.Field, access: GrantedAccess | None) -> None:
    """Offer the units in tree order: all of them, or those in which access may be managed."""
    units = Unit.objects.active().for_list()
    if access is not None:
        units = units.in_branches(access.branches.get(Permission.MANAGE_ACCESS, ()))
    field.queryset = units  # type: ignore[attr-defined]
    field.label_from_instance = lambda unit: "\N{NO-BREAK SPACE}" * 3 * unit.depth + unit.name  # type: ignore[attr-defined]


class EnterpriseForm(forms.ModelForm):  # type: ignore[type-arg] # Django has no generic forms at run time
    """Settings of the enterprise."""

    class Meta:
        model = Enterprise
        fields = SETTINGS
        widgets = {
            "time_zone": forms.Select(choices=[]),
            "language": forms.Select(choices=[]),
            "fiscal_start_month": forms.Select(choices=MONTHS),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].widget.choices = _zones([("UTC", "UTC")])
        self.fields["language"].widget.choices = settings.LANGUAGES

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in SETTINGS}
