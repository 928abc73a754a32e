"""How far annotators agree, in figures. Pure: `annotator.views.agreement` brings here what they submitted.

`model` holds what is counted and the report, `pairing` who of two layers meant the same unit, `counting`, `linking`,
`characters` and `clusters` one function for each measure, `measures` the tuple of all measures, `reasons` why one is
absent, `resampling` the intervals, `report` puts them together. numpy is imported by `resampling`, `report`, `alpha`
and `b3` alone, none of which the window imports when it starts.
"""
