"""Labels as most tools know them, nodes and edges: `model`; the way to them is `writing`, the way back `reading`."""
