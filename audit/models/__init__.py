from audit.models.event import Event, Head, PersonalValue, Seal, Unsealed

__all__ = ["Event", "Head", "PersonalValue", "Seal", "Unsealed"]
