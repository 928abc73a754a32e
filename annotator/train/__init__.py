"""From gold to a trained spaCy pipeline, and what it is worth beside the pre-annotation that the project had.

`corpus` makes docs of a dataset, `entities` and `statements` teach the components, `scoring` compares, `training` is all
of it in order. Importing this package imports no spaCy; training never happens in the window's process. What a training
came to is in `annotator.train_report`.
"""
