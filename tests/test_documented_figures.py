"""What README and docs/ say in figures is what the source says: each sentence is written here with the figure in force."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from accounts.operations import first_run
from alignment.catalog import PAGES
from alignment.choices import ReviewSlot
from alignment.engine import calibration, intent, realization, reviewing, rules
from alignment.views.challenges import DAYS_TO_ANSWER
from assessments.serializers.results import USABLE
from audit.queries import PATIENCE
from config.celery import TICK_SECONDS, app, transport_options
from config.demonstration.people import SIGN_INS
from config.jobs import SCHEDULES
from customers.engine.opportunity import SMALL_SAMPLE, TOP
from customers.models.need import STATEMENT_LENGTH
from jobs.engine.backoff import ATTEMPTS, delay
from jobs.operations import hints
from jobs.operations.tidying import KEEP, KEEP_PERIODIC
from metrics.engine.attainment import HIGHEST, LOWEST
from strategies.choices import Point
from strategies.engine import verdict
from strategies.engine.clarity import ENGAGED_MONTHS
from tools.serving import PEOPLE
from workbench.exchange.limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS

ROOT = Path(__file__).parent.parent
WORDS = {
    2: "two", 3: "three", 5: "five", 6: "six", 7: "seven", 8: "eight", 10: "ten", 11: "eleven", 12: "twelve",
    30: "thirty", 60: "sixty",
}  # fmt: skip


def shipped(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text())


WEIGHTS = next(row for row in shipped("alignment/content/index_weights.yaml") if row["key"] == "shipped")
LIBRARY = {len(needs) for needs in shipped("strategies/content/it_needs.yaml").values()}
PAUSES = [f"{delay(attempt).total_seconds():.0f} s" for attempt in range(1, ATTEMPTS)]
MONTHS = [
    str(reviewing.MONTHS[slot]) for slot in (ReviewSlot.MONTHS_3, ReviewSlot.MONTHS_6, ReviewSlot.MONTHS_12)
]
GROUP = next(page.group for page in PAGES if page.url_name == "it_need_answers")
SEAL = SCHEDULES["seal_audit"].every_seconds or 0
RULES: Any = settings.AUTH_PASSWORD_VALIDATORS
LENGTHS = [rule["OPTIONS"]["min_length"] for rule in RULES if "OPTIONS" in rule]
TRIES, SPAN = settings.ACCOUNT_RATE_LIMITS["first_run"].removesuffix("m/ip").split("/")
REDIS = transport_options("redis://", ROOT)
SENTENCES = (
    ("README.md", f"{WORDS[len(PEOPLE)]} people to sign in as"),
    ("docs/reference/settings.md", f"The password of the {WORDS[len(SIGN_INS) + 1]} demonstration sign-ins."),
    ("docs/concepts.md", f"would say, in at most {WORDS[STATEMENT_LENGTH]} characters"),
    ("docs/concepts.md", f"a library of {WORDS[LIBRARY.pop()]} needs each" if len(LIBRARY) == 1 else "not alike"),
    ("docs/concepts.md", f"It is clear when it says {WORDS[len(Point)]} things"),
    ("docs/concepts.md", f"has worked on it in the last {WORDS[ENGAGED_MONTHS]} months"),
    ("docs/calculations.md", f"A mean of fewer than {SMALL_SAMPLE} people is shown in grey"),
    ("docs/calculations.md", f"on answers brought to a scale from 0 to {TOP}"),
    ("docs/calculations.md", f"the margin is less than {verdict.MARGIN} points"),
    ("docs/calculations.md", f"Of a measure, from {LOWEST} to {HIGHEST}, on a day"),
    ("docs/calculations.md", "{linked}, {match}, {needs}, {benefits} and {decisions} as shipped".format(**WEIGHTS)),
    ("docs/calculations.md", f"the line is level, leads away, or takes more than {intent.HORIZON} years"),
    ("docs/calculations.md", f"the lead discipline less than {intent.MARGIN} points ahead of the next"),
    ("docs/calculations.md", f"| fewer than {WORDS[intent.FEWEST]} years are known |"),
    ("docs/calculations.md", f"importance is {rules.IMPORTANT} of {TOP} or more"),
    ("docs/calculations.md", f"the latest {WORDS[rules.WORSE]} periods is worse than the one before"),
    ("docs/calculations.md", f"With fewer than {WORDS[calibration.ENOUGH]} that can be judged nothing is said"),
    ("docs/calculations.md", f"looked at {MONTHS[0]}, {MONTHS[1]} and {MONTHS[2]} months after go-live"),
    ("docs/calculations.md", f"realized is at least {'¾' if realization.LEAST * 4 == 3 else realization.LEAST} of promised"),
    ("docs/how-to/import-records.md", f"At most {MAX_ROWS:,} rows, {MAX_COLUMNS} columns and {MAX_BYTES // 10**6} MB."),
    ("docs/how-to/first-run.md", f"a password of at least {LENGTHS[0]} characters"),
    ("docs/how-to/first-run.md", f"works once and for {first_run.LIFE // 3600} hours"),
    ("docs/how-to/first-run.md", f"limited to {TRIES} in {WORDS[int(SPAN)]} minutes from one network address"),
    ("docs/how-to/first-run.md", f"It works for {WORDS[settings.PASSWORD_RESET_TIMEOUT // 86_400]} days"),
    ("docs/how-to/challenge-the-plan.md", f"proposes today, yourself, and {WORDS[DAYS_TO_ANSWER]} days"),
    ("docs/how-to/challenge-the-plan.md", f"at {WORDS[SCHEDULES['remind_of_challenges'].daily_hour or 0]} in the morning"),
    ("docs/how-to/ask-a-round.md", f"below {USABLE:.2f} the statements of a group"),
    ("docs/how-to/adopt-it-needs.md", f"*Needs from IT* in the group *{GROUP}*"),
    ("docs/audit.md", f"One **sealer** chains them every {WORDS[SEAL]} seconds"),
    ("docs/audit.md", f"for more than {WORDS[PATIENCE // timedelta(minutes=1)]} minutes is a fault"),
    ("docs/operating-jobs.md", f"After {WORDS[ATTEMPTS]} attempts it is *failed*"),
    ("docs/operating-jobs.md", f"again after {', '.join(PAUSES[:-1])} and {PAUSES[-1]}, then failed"),
    ("docs/operating-jobs.md", f"`jobs.tasks.tick`, every {WORDS[int(TICK_SECONDS)]} seconds"),
    ("docs/operating-jobs.md", f"kept for a day, everything else for {KEEP.days}"),
    ("docs/operating-jobs.md", f"`task_soft_time_limit` {app.conf.task_soft_time_limit} s, `task_time_limit` {app.conf.task_time_limit} s"),
    ("docs/operating-jobs.md", f"`recompute_metrics` is due at {WORDS[SCHEDULES['recompute_metrics'].daily_hour or 0]} by the clock"),
    ("docs/operating-jobs.md", f"given up after {WORDS[hints.SWIFT['socket_timeout']]} seconds at most"),
    ("docs/operating-jobs.md", f"not tried again for {WORDS[hints.REST_SECONDS]}."),
    ("docs/operating-jobs.md", "`visibility_timeout` {visibility_timeout} s, `unacked_restore_throttle` {unacked_restore_throttle}".format(**REDIS)),
    ("docs/operating-jobs.md", "`socket_timeout` {socket_timeout} s, `socket_connect_timeout` {socket_connect_timeout} s".format(**REDIS)),
    ("docs/operating-jobs.md", "`health_check_interval` {health_check_interval} s".format(**REDIS)),
    ("docs/operating-jobs.md", f"`worker_prefetch_multiplier` {app.conf.worker_prefetch_multiplier}"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("document", "sentence"), SENTENCES, ids=[sentence[:60] for _, sentence in SENTENCES]
)
def test_a_figure_of_the_documents_is_that_of_the_source(document: str, sentence: str) -> None:
    assert sentence in re.sub(r"\s+", " ", (ROOT / document).read_text())


def test_successes_of_periodic_work_are_kept_for_a_day() -> None:
    assert timedelta(days=1) == KEEP_PERIODIC
