from jobs.models.job import Job
from jobs.models.leased import Leased
from jobs.models.message import Message
from jobs.models.schedule import Schedule

__all__ = ["Job", "Leased", "Message", "Schedule"]
