"""Pickers: popups beside a unit that offer what a part of it can be, filter by typing, and run the operation.

`XPicker(session, parent).open_for(units, rect)`, `rect` in coordinates of the screen. One object opens many times.
"""
