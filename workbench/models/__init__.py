from workbench.models.draft import Draft
from workbench.models.saved_view import SavedView
from workbench.models.upload import Upload

__all__ = ["Draft", "SavedView", "Upload"]
