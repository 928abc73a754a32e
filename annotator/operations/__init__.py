"""Every change to a project, a frozen struct each. `Project.run` writes one as one batch and gives `Changes`."""

from __future__ import annotations

import msgspec

from annotator.operations.actors import DismissSameActors, JoinActors
from annotator.operations.adjudicate import Adjudicate
from annotator.operations.articles import (
    AddNote,
    DeclarePass,
    EditMeta,
    EditNote,
    ExcludeRegion,
    IncludeRegion,
    RemoveNote,
    Reopen,
    SetAside,
    Submit,
)
from annotator.operations.assignments import Assign, OpenRest, Reassign, ReturnArticle, Unassign
from annotator.operations.base import Desk, Draft, Operation
from annotator.operations.cases import AddCase, EditCase, LookAgain, RemoveCase
from annotator.operations.entities import (
    AcceptUnits,
    AddEntity,
    LabelEverywhere,
    MoveSpan,
    RejectUnits,
    SetEntityActor,
    SetFlag,
    SetLabel,
)
from annotator.operations.events import (
    AcceptEvent,
    AddActor,
    AddEvent,
    DismissEvent,
    EditActor,
    EditEvent,
    MergeActors,
    MergeEvents,
    RestoreActor,
    RestoreEvent,
    RetireActor,
    RetireEvent,
)
from annotator.operations.links import LinkEvent, NothingToLink, SetConditional, SetRelation, Unlink
from annotator.operations.publishing import Align, KeepApart, PartOf, Publish, Split, Unalign
from annotator.operations.releases import Release
from annotator.operations.review_settings import SetReviewSettings
from annotator.operations.scheme import RenameProject, SetScheme
from annotator.operations.settle import Settle
from annotator.operations.statements import (
    AddFragment,
    AddStatement,
    RemoveFragment,
    SetContent,
    SetCue,
    SetParent,
    SetSpeaker,
    SetSpeakerActor,
    SetType,
)
from annotator.operations.sure import AcceptAbove
from annotator.operations.twins import TakeOver, TwinPlace


class Together(msgspec.Struct, frozen=True):
    """Several operations as one gesture: one batch, one undo. Each sees what those before it did."""

    title: str
    operations: tuple[Operation, ...]

    def drafts(self, desk: Desk) -> list[Draft]:
        drafts: list[Draft] = []
        for operation in self.operations:
            found = operation.drafts(desk)
            desk.note(found)
            drafts += found
        return drafts


__all__ = [
    "AcceptAbove",
    "AcceptEvent",
    "AcceptUnits",
    "AddActor",
    "AddCase",
    "AddEntity",
    "AddEvent",
    "AddFragment",
    "AddNote",
    "AddStatement",
    "Adjudicate",
    "Align",
    "Assign",
    "DeclarePass",
    "Desk",
    "DismissEvent",
    "DismissSameActors",
    "Draft",
    "EditActor",
    "EditCase",
    "EditEvent",
    "EditMeta",
    "EditNote",
    "ExcludeRegion",
    "IncludeRegion",
    "JoinActors",
    "KeepApart",
    "LabelEverywhere",
    "LinkEvent",
    "LookAgain",
    "MergeActors",
    "MergeEvents",
    "MoveSpan",
    "NothingToLink",
    "OpenRest",
    "Operation",
    "PartOf",
    "Publish",
    "Reassign",
    "RejectUnits",
    "Release",
    "RemoveCase",
    "RemoveFragment",
    "RemoveNote",
    "RenameProject",
    "Reopen",
    "RestoreActor",
    "RestoreEvent",
    "RetireActor",
    "RetireEvent",
    "ReturnArticle",
    "SetAside",
    "SetConditional",
    "SetContent",
    "SetCue",
    "SetEntityActor",
    "SetFlag",
    "SetLabel",
    "SetParent",
    "SetRelation",
    "SetReviewSettings",
    "SetScheme",
    "SetSpeaker",
    "SetSpeakerActor",
    "SetType",
    "Settle",
    "Split",
    "Submit",
    "TakeOver",
    "Together",
    "TwinPlace",
    "Unalign",
    "Unassign",
    "Unlink",
]
