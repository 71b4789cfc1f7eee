"""Coach: guided self-care for muscle knots at the desk."""

__version__ = "0.1.0"
