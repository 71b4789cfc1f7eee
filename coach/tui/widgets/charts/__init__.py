"""What draws the record: pain by day, and the days as a grid. Glyph and colour, and the same in words elsewhere."""
