"""The entities of an article made consistent: spans trimmed, one name one label, names found that the model missed.

`view` gives the tokens that all works on, with or without spaCy; `spans` has the rules of a span, `signs` what the
words in and beside a name say, `votes` the label of each name in the article, `missed` the names nobody saw, `headers`
which lines are headers, `consistency` puts them together. The lists of names are `annotator.preannotate.gazetteer`'s.
"""

from annotator.preannotate.entities.consistency import consistent_entities, consistent_names
from annotator.preannotate.entities.headers import header_lines
from annotator.preannotate.entities.view import Name
from annotator.preannotate.gazetteer import NameWords, name_words

__all__ = ["Name", "NameWords", "consistent_entities", "consistent_names", "header_lines", "name_words"]
