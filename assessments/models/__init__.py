from assessments.models.instrument import Instrument, Statement
from assessments.models.response import Answer, Response
from assessments.models.round import Invitation, Round

__all__ = ["Answer", "Instrument", "Invitation", "Response", "Round", "Statement"]
