"""How far annotators agree, in figures. Pure: `annotator.views.lead.agreement` brings here what they submitted.

`model` holds what is counted and the report, `pairing` who of two layers meant the same unit; `counting`, `linking`,
`labelling` and `b3` are what the measures count, `measures` the tuple of all of them, `reasons` why one is absent,
`confusion` which labels are taken for which. `report` puts it all together with `characters`, `alpha`, `arrays` and
`resampling`: these five import numpy, and the window none of them.
"""
