"""Which events and actors of several annotators may be one: ranked, with the reasons. Pure.

`model` holds the structs; the layers are read by `annotator.views.lead.inventories`.
"""
