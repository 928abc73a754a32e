"""Small widgets that several panels and dialogs use. They know the theme, and nothing of projects."""
