"""The article view: an article's text with everything that is said about it painted around the words."""
