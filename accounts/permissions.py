"""What a role may allow. The names are data: pages, operations, docs and tests read the same list."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing somebody may do in a unit and below."""

    READ = "read"
    COMMENT = "comment"
    EDIT_STRATEGY = "edit_strategy"
    EDIT_CUSTOMERS = "edit_customers"
    EDIT_ASSESSMENTS = "edit_assessments"
    EDIT_METRICS = "edit_metrics"
    EDIT_INITIATIVES = "edit_initiatives"
    EDIT_ORGANIZATION = "edit_organization"
    IMPORT = "import"
    DELETE = "delete"
    READ_AUDIT = "read_audit"
    READ_CALIBRATION = "read_calibration"
    MANAGE_ACCESS = "manage_access"
    MANAGE_SYSTEM = "manage_system"
