"""From gold to a trained spaCy pipeline, and what it is worth beside the pre-annotation that the project had.

`material` reads and parts the articles, `entities` and `statements` teach the components, `scoring` compares,
`training` is all of it in order. Importing this package imports no spaCy; training never happens in the window's
process. What a training came to is in `annotator.train_report`.
"""
