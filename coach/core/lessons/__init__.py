"""Short lessons, and advice for what sets knots off: which is next, what is asked again, what has been earned."""
