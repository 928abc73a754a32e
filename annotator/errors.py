"""The two kinds of failure: the user's to mend (`UserError`), and ours (every other exception, a bug)."""

from __future__ import annotations


class UserError(Exception):
    """A failure that its reader can mend: what is wrong, and in `hint` what to do about it.

    The window shows it where it happened, the command line prints it and exits with status 1; never with a traceback.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class NotFound(UserError):
    """The project holds no object with that id."""


class Invalid(UserError):
    """An operation that would break a rule of the model: an empty span, an unknown label, a statement inside itself."""
