"""Damaged and odd files of the tools whose formats are JSON: said or read, and never a crash."""

from __future__ import annotations

import copy
import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.formats import citron, label_studio, w3c
from annotator.formats.records import ArticleRecord, ReadOptions

ODD = st.sampled_from(
    [None, True, 0, -1, 3.5, "", "x", "#", "/", "\x00", "http://[", [], [[]], {}, {"id": 1}, [None], [1, "a"], {"": {}}]
)
TASK = {
    "id": 1,
    "data": {"text": "Ilse <b>Maran</b> spoke.", "dialogue": [{"author": "a", "text": "b"}]},
    "meta": {"annotated": ["entities"], "annotators": {"1": "ann"}},
    "annotations": [
        {
            "completed_by": {"email": "a@b"},
            "result": [
                {
                    "id": "1",
                    "type": "hypertextlabels",
                    "from_name": "l",
                    "to_name": "t",
                    "value": {
                        "start": "/b[1]/text()[1]",
                        "end": "/b[1]/text()[1]",
                        "startOffset": 0,
                        "endOffset": 2,
                        "globalOffsets": {"start": 5, "end": 7},
                        "text": "Ma",
                        "labels": ["CONTENT"],
                    },
                },
                {"id": "1", "type": "textarea", "from_name": "events", "value": {"text": ["denies: x [1]"]}},
                {"type": "relation", "from_id": "1", "to_id": "1", "labels": ["cue"], "direction": "left"},
            ],
        }
    ],
    "predictions": [{"result": [{"type": "labels", "value": {"start": 1, "end": 2, "labels": ["X"]}}], "score": 0.5}],
}
NOTE = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "#1",
    "type": "Annotation",
    "motivation": "tagging",
    "creator": {"type": "Person", "name": "Eve"},
    "body": [{"type": "TextualBody", "purpose": "tagging", "value": "X"}, {"source": {"id": "http://a/b"}}],
    "target": {
        "source": {"id": "doc.txt", "value": "Ilse Maran spoke."},
        "selector": [
            {"type": "TextQuoteSelector", "exact": "Maran", "prefix": "Ilse ", "suffix": ""},
            {
                "type": "TextPositionSelector",
                "start": 5,
                "end": 10,
                "refinedBy": {"type": "FragmentSelector", "value": "char=1"},
            },
            {"type": "RangeSelector", "startSelector": {"type": "x"}, "endSelector": {}},
        ],
    },
}
QUOTE = {
    "text": "“We go,” he said. Maran waited.",
    "quotes": [
        {
            "id": "q",
            "cue": {"start": 12, "end": 16, "text": "said"},
            "sources": [{"start": 9, "end": 11, "text": "he"}],
            "contents": [{"start": 0, "end": 8, "text": "“We go,”"}],
            "coreferences": [{"start": 18, "end": 23, "text": "Maran"}],
            "confidence": "0.5",
        }
    ],
    "coreference_groups": [[{"start": 18, "end": 23, "text": "Maran"}]],
}


def paths_in(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [before, *(path for key, inner in items for path in paths_in(inner, (*before, key)))]


@st.composite
def damaged(draw: st.DrawFn, whole: Any) -> Any:
    """The value with odd things in one to three places."""
    value = copy.deepcopy(whole)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([each for each in paths_in(value) if each] or [()]))
        if not path:
            break
        holder = value
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = copy.deepcopy(draw(ODD))
    return value


PAIRS = st.one_of(
    st.tuples(damaged(TASK), st.just(label_studio)),
    st.tuples(damaged(NOTE), st.just(w3c)),
    st.tuples(damaged(QUOTE), st.just(citron)),
)


@given(PAIRS)
@settings(max_examples=300)
def test_whatever_a_file_holds_it_is_read_or_said(pair: tuple[Any, Any]) -> None:
    value, tool = pair
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "one.json")
        path.write_text(json.dumps([value]), encoding="utf-8")
        tool.FORMAT.sniff(path.read_bytes())
        try:
            records = list(tool.FORMAT.read(path, ReadOptions()))
        except UserError:
            return
    for record in records:
        if isinstance(record, ArticleRecord) and record.annotations is not None:
            text = record.text
            assert record.annotations.text == text
            assert all(text[span.start : span.end] == span.text for span in record.annotations.spans)
