"""Settings: `settings` is the screen, `lines` what stands in its lists, `words` how settings are named there,
`tools` what else can be done there, handed in from outside.
"""
