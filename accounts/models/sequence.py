from django.db import models


class NumberSequence(models.Model):
    """The last number given out per record type, so that a number is never used again."""

    type_label = models.CharField(max_length=100, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.type_label} {self.last}"
