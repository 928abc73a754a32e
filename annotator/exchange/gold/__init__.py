"""The gold of a project on its way out: what it is made of (`state`, `reviewing`), what blocks it, and its releases.

`releasing` is where a lead asks; `freezing` keeps a release, `comparing` says what one has otherwise than another.
What is gold of a card is worked out in `annotator.review.settling`.
"""
