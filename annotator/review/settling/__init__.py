"""What becomes of a card: what leads decided (`decided`, `deciding`), what rules make of the rest, and the gold. Pure.

`resolving` makes the cards of an article as they stand: decisions laid over the comparison (`laying`), those that
speak of one place told apart (`standing`), and the project's rule (`rules`) on what nobody settled.
"""
