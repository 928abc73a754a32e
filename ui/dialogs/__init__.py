"""Dialogs and pickers, a module each."""
