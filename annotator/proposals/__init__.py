"""What can be proposed across articles, from texts and decisions alone. Pure: no SQL, no spaCy, no Qt.

- Events: `words` weighs the words of texts, `candidates` ranks the events of a project for a text, with `reasons`;
  `stories` proposes new ones that whole articles tell of, `told_events` those that single sentences do, which
  `tellings` finds; `happenings` and `headlines` find their types and titles.
- Passages: `twins` says what they look like, `families` which belong together, `alignment` leads from one to its twin.
- Actors: `actors` proposes pairs that may be one, `likeness` ranks actors for a name in a text. How names are written
  is `annotator.names`'s.

What a layer decided, and where the texts come from, is asked in `annotator.views`; what one text alone says is found by
`annotator.preannotate`.
"""
