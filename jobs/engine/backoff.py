"""How long to wait before work that failed is tried again."""

from datetime import timedelta

ATTEMPTS = 5
"""After so many the work is failed, visibly."""
FIRST = timedelta(seconds=5)
FACTOR = 4
LONGEST = timedelta(minutes=10)


def delay(attempts: int) -> timedelta:
    """The pause after attempt number ``attempts`` (from 1): 5 s, 20 s, 80 s, 320 s, never above 10 minutes."""
    if attempts < 1:
        raise ValueError("attempts are counted from 1")
    factor: int = FACTOR ** min(attempts - 1, 10)
    return min(FIRST * factor, LONGEST)
