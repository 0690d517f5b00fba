"""What runs in the background: kinds of jobs, when periodic ones are due, and how messages leave."""

from jobs.engine.timetable import Timetable

HANDLERS = {
    "seal_audit": "config.handlers.seal_audit",
    "remove_old_jobs": "config.handlers.remove_old_jobs",
    "forget_unsaved": "config.handlers.forget_unsaved",
    "ship_content": "config.handlers.ship_content",
    "close_due_rounds": "config.handlers.close_due_rounds",
    "keep_chain_states": "alignment.tasks.keep_chain_states",
    "remind_of_challenges": "alignment.tasks.remind_of_challenges",
    "benefit_reviews": "alignment.tasks.benefit_reviews",
    "recompute_alignment": "alignment.tasks.recompute_alignment",
    "recompute_metrics": "metrics.tasks.recompute_metrics",
    "watch_nights": "metrics.tasks.watch_nights",
    "take_delivery": "metrics.tasks.take_delivery",
    "pull_sources": "metrics.tasks.pull_sources",
    "pull_source": "metrics.tasks.pull_source",
    "tell_of_metrics": "metrics.tasks.tell_of_metrics",
    "digest_of_metrics": "metrics.tasks.digest_of_metrics",
    "tell_of_money": "alignment.tasks.tell_of_money",
    "send_invitation": "accounts.tasks.send_invitation",
    "send_password_reset": "accounts.tasks.send_password_reset",
}
"""Kind → what does it: ``handler(*, payload, progress, actor, now) -> result``."""

SCHEDULES = {
    "seal_audit": Timetable(kind="seal_audit", every_seconds=10),
    "remove_old_jobs": Timetable(kind="remove_old_jobs", daily_hour=4),
    "forget_unsaved": Timetable(kind="forget_unsaved", daily_hour=4),
    "ship_content": Timetable(kind="ship_content", daily_hour=4),
    "close_due_rounds": Timetable(kind="close_due_rounds", daily_hour=0),
    "recompute_alignment": Timetable(kind="recompute_alignment", daily_hour=2),
    "pull_sources": Timetable(kind="pull_sources", daily_hour=1),
    "recompute_metrics": Timetable(kind="recompute_metrics", daily_hour=2),
    "watch_nights": Timetable(kind="watch_nights", every_seconds=1800),
    "digest_of_metrics": Timetable(kind="digest_of_metrics", daily_hour=6),
    "tell_of_money": Timetable(kind="tell_of_money", daily_hour=6),
    "keep_chain_states": Timetable(kind="keep_chain_states", daily_hour=0),
    "remind_of_challenges": Timetable(kind="remind_of_challenges", daily_hour=7),
    "benefit_reviews": Timetable(kind="benefit_reviews", daily_hour=6),
}
"""Name → timetable. Daily hours are in the enterprise's time zone."""

CHANNELS = {
    "mail": "jobs.operations.mail.send",
}
"""Channel of the outbox → what sends: ``sender(message)``."""
