"""What several layers have of an article, side by side: which units are one, how they differ, what is alike. Pure.

`matching` and `assignment` say which units of two layers are the same object, `comparison` makes cards of several,
`kinds` names each way in which a card's units differ, part by part (`parts`), `readings` puts together who has the
same, `classes` finds disagreements that are alike.
"""
