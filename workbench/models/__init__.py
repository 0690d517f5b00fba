from workbench.models.draft import Draft
from workbench.models.saved_view import SavedView

__all__ = ["Draft", "SavedView"]
