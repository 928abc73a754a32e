"""The gold format: its records, reading and writing them, and the way from and to the objects of a project."""
