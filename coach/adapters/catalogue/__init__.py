"""The red-flag catalogue, written cases and the review, read from YAML."""
