from accounts.models.enterprise import Enterprise, ExchangeRate
from accounts.models.grant import Grant
from accounts.models.person import Person
from accounts.models.sequence import NumberSequence
from accounts.models.token import Token
from accounts.models.unit import Unit
from accounts.models.user import User

__all__ = ["Enterprise", "ExchangeRate", "Grant", "NumberSequence", "Person", "Token", "Unit", "User"]
