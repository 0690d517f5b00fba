from activity.models.comment import Comment
from activity.models.notification import Notification

__all__ = ["Comment", "Notification"]
