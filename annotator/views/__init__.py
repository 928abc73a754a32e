"""What one layer sees of a project: decisions over suggestions, names, events, actors, search. Reads only.

- Articles: `reading` puts one together with `overlay`, `memory`, `recall` and `additions`; `sureness` asks for scores.
- Events and actors: `registry` has them, `filing` what is linked, `candidates`, `event_proposals` and `same_actors`
  what is proposed; `proposals` and `twins` are the faces that `annotator.project` shows, and may fill their caches.
- `lead` asks of all layers at once: review, agreement, figures, who has what.
- The rest: `inquiries` asks across articles, `desk` answers operations, `overhearing` hears other processes.
"""
