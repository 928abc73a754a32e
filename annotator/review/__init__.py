"""Where annotators agree and differ. Pure: no store, no Qt; `annotator.views` brings the layers here.

`model` holds what is compared, `matching` says which units of two layers are the same object, `comparison` what the
layers agree and differ on, `kinds` of what kinds a difference is, `rules` what becomes gold by itself, `agreement` the
figures.
"""
