"""News Annotator's headless core: importable, scriptable, knows nothing of Qt."""

__version__ = "0.1.0"
