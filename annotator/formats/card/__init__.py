"""The dataset card: README.md of every export. `text` writes it, from what `counts` counted."""
