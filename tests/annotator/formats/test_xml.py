import pytest

from annotator.errors import UserError
from annotator.formats.xml import attribute, check_attributes, children, local, parse_damaged, parse_xml, root_of, words

LAUGHS = '<!DOCTYPE a [<!ENTITY l "ha"><!ENTITY l1 "&l;&l;"><!ENTITY l2 "&l1;&l1;">]><a>&l2;</a>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
BLOWUP = f'<!DOCTYPE a [<!ENTITY x "{"x" * 10_000}">]><a>{"&x;" * 1000}</a>'


@pytest.mark.parametrize("bomb", [LAUGHS, OUTSIDE, BLOWUP])
def test_declared_entities_that_could_blow_up_or_reach_outside_are_refused(bomb: str) -> None:
    with pytest.raises(UserError, match="declares an entity of its own"):
        parse_xml(bomb)


def test_a_short_entity_of_the_file_itself_is_read() -> None:
    assert words(parse_xml('<!DOCTYPE a [<!ENTITY co "&#169; Agency">]><a>&co;</a>')) == "© Agency"


def test_names_of_characters_need_no_document_type() -> None:
    root = parse_xml('<!DOCTYPE nitf SYSTEM "nitf-3-3.dtd">\n<nitf by="&eacute;">a&nbsp;b &mdash; &unheardof;</nitf>')
    assert root.text == "a\u00a0b — &unheardof;"
    assert attribute(root, "by") == "é"
    assert root.sourceline == 2


def test_what_is_no_reference_in_a_cdata_section_stays() -> None:
    assert parse_xml("<a><![CDATA[AT&T &nbsp; <]]> AT&T</a>").text == "AT&T &nbsp; < AT&T"


def test_characters_that_xml_cannot_carry_do_not_break_a_file() -> None:
    assert parse_xml("<a>one\x1atwo&#1;&#146;</a>").text == "one\ufffdtwo’"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "cp1252", "iso-8859-7"])
def test_files_are_decoded_as_they_declare(encoding: str) -> None:
    letter = "ω" if encoding == "iso-8859-7" else "é"
    declared = encoding.removesuffix("-sig")
    data = f'<?xml version="1.0" encoding="{declared}"?>\n<a>{letter}</a>'.encode(encoding)
    assert parse_xml(data).text == letter


def test_a_wrong_declaration_gives_way_to_utf_8() -> None:
    assert parse_xml('<?xml version="1.0" encoding="iso-8859-1"?><a>“é”</a>'.encode()).text == "“é”"


def test_prefixes_that_no_one_declared_do_no_harm() -> None:
    root = parse_xml('<a>\n<b xsi:at="x y" c="1"><t:d>words</t:d></b></a>')
    assert (words(root), attribute(next(children(root)), "at")) == ("words", "x y")
    with pytest.raises(UserError, match="line 2"):
        parse_xml('<a xsi:at="x">\n<b></a>')


def test_damage_is_said_with_its_line() -> None:
    with pytest.raises(UserError, match="The XML is damaged in line 2"):
        parse_xml("<a>\n<b></a>")
    with pytest.raises(UserError, match="empty"):
        parse_xml(b" \n")


def test_of_a_damaged_document_the_beginning_is_read() -> None:
    root, line = parse_damaged("<a>\n<b>1</b>\n<b>2</b>\n<b>3")
    assert root is not None
    assert [words(child) for child in children(root, "b")][:2] == ["1", "2"]
    assert line == 4


@pytest.mark.parametrize(
    ("head", "root"),
    [
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x --><nitf version="3">', ("", "nitf")),
        (b'<!DOCTYPE NewsML SYSTEM "x" [<!ENTITY a "b">]><NewsML>', ("", "NewsML")),
        (b'<n:newsItem xmlns:n="urn:x" a="1"', ("urn:x", "newsItem")),
        ('<?xml version="1.0"?><rss/>'.encode("utf-16"), ("", "rss")),
        (LAUGHS.encode(), ("", "a")),
        (b'{"text": "<a>"}', ("", "")),
        (b"", ("", "")),
    ],
)
def test_the_root_is_told_from_the_beginning(head: bytes, root: tuple[str, str]) -> None:
    assert root_of(head) == root


def test_comments_have_no_name() -> None:
    assert [local(child) for child in parse_xml("<a><!-- c --><b/></a>")] == ["", "b"]


def test_a_flood_of_tags_is_refused() -> None:
    with pytest.raises(UserError, match="more than 4,000,000 tags"):
        parse_xml(b"<a>" + b"<b/>" * 4_000_001 + b"</a>")


def test_deep_nesting_is_refused_and_not_followed() -> None:
    with pytest.raises(UserError, match="damaged"):
        parse_xml("<a>" * 5000 + "</a>" * 5000)


@pytest.mark.parametrize("attribute", ["a{} ", 'a{}="> " ', "a{}='\"' "])
def test_a_flood_of_attributes_is_refused(attribute: str) -> None:
    flood = "".join(attribute.format(number) for number in range(10_001))
    with pytest.raises(UserError, match="more than 10,000 attributes"):
        check_attributes(f"<p>text</p><b {flood}/>")


def test_long_texts_with_quotation_marks_are_no_attributes() -> None:
    check_attributes("<a title=it's>" + "<p>He said “it's 5 < 6” and left.</p>" * 20_000)
    check_attributes("<img src='data:image/png," + "x y " * 20_000 + "'>")
