"""Sheets around what comes in and goes out: reports of imports and exports, training, models."""
