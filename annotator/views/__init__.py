"""What one layer sees of a project: decisions over suggestions, names, events, actors, search. Reads only."""
