"""The jointed figure: poses, what lies between them, and (in `drawing`) how they become characters."""
