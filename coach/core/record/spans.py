"""The spans of time in which a journal counts its facts: what was once whole spans can be told to be unchanged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SPAN_BITS = 40  # facts are counted in spans of 2**40 microseconds, 12.7 days


def span_of(moment: datetime) -> int:
    """The number of the span in which an aware moment lies."""
    return (moment - EPOCH) // MICROSECOND >> SPAN_BITS


def begins(span: int) -> datetime:
    """The first moment of a span, in UTC."""
    return EPOCH + (span << SPAN_BITS) * MICROSECOND
