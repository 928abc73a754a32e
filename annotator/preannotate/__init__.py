"""Pre-annotation: entities, statements and actors, proposed by a spaCy pipeline or, without spaCy, by rules.

`pipeline` loads and runs a model, `worker` does so for a project. This package does not know how suggestions are
stored, and importing it imports no spaCy: that happens when a pipeline is loaded.
"""
