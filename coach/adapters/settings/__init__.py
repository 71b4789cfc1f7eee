"""settings.yaml: `known_settings` lists every key, `value_shapes` what its value may be; reading the file, and changing
it while comments stay.
"""
