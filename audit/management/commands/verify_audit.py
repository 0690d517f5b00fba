"""``manage.py verify_audit``: whether the audit trail is what was written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.engine.chain import Mark
from audit.queries import Verification, head, verification

if TYPE_CHECKING:
    from argparse import ArgumentParser


def parse_mark(text: str) -> Mark:
    """``SEQUENCE:HASH`` as ``--head`` prints it."""
    sequence, separator, digest = text.strip().partition(":")
    if not (separator and sequence.isdigit() and len(digest) == 64):
        raise CommandError(
            _("A mark is SEQUENCE:HASH, as --head prints it; not “%(text)s”.") % {"text": text}
        )
    return Mark(int(sequence), digest)


class Command(BaseCommand):
    help = _("Check every event and seal of the audit trail; exit 1 at the first fault.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help=_("answer in JSON"))
        parser.add_argument("--head", action="store_true", help=_("only print where the chain ends, to keep"))
        parser.add_argument(
            "--mark",
            action="append",
            default=[],
            metavar="SEQUENCE:HASH",
            help=_("a head kept earlier, which the chain must still pass through; may be repeated"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["head"]:
            mark = head()
            self.stdout.write(f"{mark.sequence}:{mark.hash}" if mark else "")
            return
        found = verification(timezone.now(), [parse_mark(text) for text in options["mark"]])
        self.stdout.write(json.dumps(as_json(found), indent=2) if options["json"] else as_text(found))
        if not found.intact:
            raise SystemExit(1)


def as_json(found: Verification) -> dict[str, Any]:
    """The verification for other programs."""
    fault = found.fault
    return {
        "intact": found.intact,
        "events": found.events,
        "sealed": found.sealed,
        "waiting": found.waiting,
        "erased": found.erased,
        "head": {"sequence": found.head.sequence, "hash": found.head.hash} if found.head else None,
        "fault": fault
        and {
            "finding": fault.finding.value,
            "sequence": fault.sequence,
            "event": str(fault.event_uid) if fault.event_uid else None,
        },
    }


def as_text(found: Verification) -> str:
    """The verification for a person."""
    count = ngettext("%(count)d event followed", "%(count)d events followed", found.sealed)
    lines = [count % {"count": found.sealed}]
    if found.waiting:
        waiting = ngettext("%(count)d waits for its seal", "%(count)d wait for their seal", found.waiting)
        lines.append(waiting % {"count": found.waiting})
    if found.fault is None:
        lines.append(_("The audit trail is intact."))
    else:
        place = {"finding": found.fault.finding.label, "sequence": found.fault.sequence}
        lines.append(_("Fault at seal %(sequence)d: %(finding)s.") % place)
        lines.append(_("Event: %(uid)s") % {"uid": found.fault.event_uid or "-"})
    return "\n".join(lines)
