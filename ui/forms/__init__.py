"""What edits an event or an actor field by field: used by the pickers and by the Events place."""
