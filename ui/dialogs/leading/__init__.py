"""Sheets for whoever leads: assign, hand out, merge what comes back, calibrate, release; a module each."""
