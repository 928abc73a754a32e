"""Panels, a module or a package each. They never import each other; the main window joins them."""
