"""Draws a posed figure as braille: joints, shapes, layers, cells. Pure and resolution-free."""
