"""The record as lines of text, and back: `writing` and `reading` know the format, `incoming` holds what comes in
against what is there, `news` says what it changed for safety, `tables` are for a spreadsheet and come in nowhere.
"""
