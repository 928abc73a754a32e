"""Who is who inside one article: names of one person or organisation joined, pronouns and descriptions resolved.

Pure: it works on the text, the entities and the statements' mentions, needs no parse, knows nothing of other articles
(that is `annotator.proposals.actors`). Precise before complete: a mention that could be two people stays unresolved,
and each that is resolved says why.
"""

from annotator.preannotate.actors.resolver import Resolution, Voice, resolve

__all__ = ["Resolution", "Voice", "resolve"]
