"""Where annotators agree and differ, and what becomes of it. Pure: `annotator.views` brings the layers here.

`model` holds what is compared, `queue` what is shown of it, `settings` how a project is reviewed. `comparing` makes
cards of several layers, `settling` says what becomes of them, `inventories` which events and actors are one,
`agreement` has the figures; the other modules are each about what they are called.
"""
