"""The pages of a report: what they must say, and what hostile mail must not do to them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from checker.errors import BadUsage
from checker.model import Finding, Report
from checker.report.as_html import report_html
from checker.report.as_json import load_report, report_json, report_schema
from checker.report.as_markdown import report_markdown
from checker.report.reading import stretches
from checker.report.visible import folded, visible
from checker.report.words import verdict_words
from tests.checker.test_report_factory import HOSTILE, claims, finding, link, report, run

ALLOWED_ATTRIBUTES = {
    "href", "id", "class", "dir", "lang", "charset", "http-equiv", "content", "name", "viewbox", "preserveaspectratio",
    "role", "d", "x", "y", "width", "height",
    "aria-label", "cx", "cy", "fill", "fill-opacity", "font-family", "font-size", "r", "stroke", "stroke-dasharray",
    "stroke-width", "text-anchor",
}  # fmt: skip
FORBIDDEN = re.compile(r"\b(lied|lies|lie|liars?|false|falsely|untrue|falsehoods?)\b", re.IGNORECASE)


class Page(HTMLParser):
    """The tags, attributes, ids, anchors and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.marked: list[str] = []
        self.text: list[str] = []
        self._in_mark = self._in_style = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens."""
        self.tags.append(tag)
        self.attributes += attrs
        self._in_style = tag == "style"
        if tag == "mark":
            self._in_mark = True
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        """A tag closes."""
        self._in_mark = self._in_mark and tag != "mark"
        self._in_style = self._in_style and tag != "style"

    def handle_data(self, data: str) -> None:
        """Text."""
        if self._in_mark:
            self.marked[-1] += data
        if not self._in_style:
            self.text.append(data)

    def values(self, name: str) -> list[str]:
        """Every value of an attribute."""
        return [v or "" for n, v in self.attributes if n == name]


@pytest.fixture(scope="module")
def whole() -> Report:
    """The invented report."""
    return report()


@pytest.fixture(scope="module")
def page(whole: Report) -> Page:
    """Its HTML page, parsed."""
    return Page(report_html(whole))


def test_no_tag_of_a_mail_reaches_the_page(page: Page) -> None:
    """Everything that a mail says is text."""
    assert not {"script", "img", "iframe", "object", "embed", "link", "form", "i-frame", "base"} & set(page.tags)


def test_the_page_has_no_attribute_that_runs_or_fetches(page: Page) -> None:
    """No event handler, no inline style, no src; links lead only down the page."""
    assert {name for name, _ in page.attributes} <= ALLOWED_ATTRIBUTES
    assert all(re.fullmatch(r"#[A-Za-z0-9_.-]+", href) for href in page.values("href"))


def test_the_style_sheet_fetches_nothing(whole: Report) -> None:
    """No import and no address in the style sheet."""
    css = re.search(r"<style>(.*?)</style>", report_html(whole), re.DOTALL)
    assert css
    assert not re.search(r"@import|url\(|https?:|@font-face", css[1])


def test_the_policy_admits_only_the_style_sheet_by_its_hash(page: Page) -> None:
    """Should markup slip through one day, the browser still runs and fetches nothing."""
    (policy,) = (v for v in page.values("content") if "default-src" in v)
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+'; base-uri 'none'; form-action 'none'", policy
    )


def test_every_link_down_the_page_arrives(page: Page) -> None:
    """Each anchor that is linked to is on the page, and no id stands there twice."""
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {h[1:] for h in page.values("href")} <= set(ids)


def test_hidden_characters_are_named_on_every_page(whole: Report) -> None:
    """NUL, bidirectional marks and lone surrogates show and do nothing; the text can be written as UTF-8."""
    for text in (report_html(whole), report_markdown(whole)):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
        assert {"⟨U+0000⟩", "⟨U+202E⟩", "⟨U+2067⟩", "⟨U+D800⟩"} <= set(re.findall(r"⟨U\+[0-9A-F]{4}⟩", text))
        text.encode("utf-8")


def test_every_quote_stands_on_the_page_once_and_marked(whole: Report, page: Page) -> None:
    """Each link's quote is there to the letter, hidden characters named."""
    quotes = sorted(visible(folded(x.quote_display)) for f in whole.findings for x in f.links)
    assert sorted(page.marked) == quotes


def test_every_quote_stands_in_the_markdown(whole: Report) -> None:
    """Taking the escapes away gives each quote back."""
    plain = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", report_markdown(whole))
    for one in (x for f in whole.findings for x in f.links):
        assert f"**{visible(folded(one.quote_display))}**" in plain


def test_mail_makes_no_markup_in_markdown(whole: Report) -> None:
    """No tag, link, code, bold or table cell comes out of a mail."""
    (line,) = [x for x in report_markdown(whole).splitlines() if x.startswith("> ") and "script" in x]
    assert not re.search(r"(?<!\\)[<\[`|]", line[2:])
    assert len(re.findall(r"(?<!\\)\*\*", line)) == 2
    assert "http:" not in line
    assert "https:" not in line


def test_table_rows_of_the_markdown_have_equal_cells(whole: Report) -> None:
    """A bar in a mail or a file name opens no cell."""
    for block in re.findall(r"(?:^\|.*\n)+", report_markdown(whole), re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in block.splitlines()}) == 1


def test_equal_reports_give_equal_bytes(whole: Report) -> None:
    """Rendering depends on nothing but the report."""
    for render in (report_html, report_markdown, report_json):
        assert render(whole) == render(report())


def test_json_order_does_not_depend_on_how_mappings_were_filled(whole: Report) -> None:
    """Settings, nets, sides and stages stand in the alphabet's order."""
    turned = whole.model_copy(update={"run": run({"depth_a_query": 60, "device": None, "links_a_side": 40})})
    assert report_json(turned) == report_json(whole)
    assert list(json.loads(report_json(whole))["findings"][0]["coverage"]["nets"]) == ["bm25", "dense", "structure"]


def test_json_round_trips(whole: Report) -> None:
    """A saved report loads to the same report, lone surrogates apart."""
    saved = report_json(whole)
    assert saved.endswith("}\n")
    assert report_json(load_report(saved)) == saved
    assert "\ufffd" in saved


def test_json_has_the_interface_names(whole: Report) -> None:
    """Aliases are written: `from`, not `from_`."""
    tree = json.loads(report_json(whole))
    assert tree["format"] == "checker-report/1"
    assert set(tree["findings"][0]["links"][0]["message"]) >= {"from", "to", "cc"}
    assert set(tree["findings"][0]["coverage"]["period"]) == {"from", "to"}


def test_the_schema_names_every_key_of_a_report(whole: Report) -> None:
    """No key in the file is missing from the schema, and none of the schema from the file."""
    schema, unknown = report_schema(), []

    def walk(value: object, node: dict) -> None:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]] if "$ref" in node else node
        if isinstance(value, dict) and "properties" in node:
            unknown.extend(set(value) ^ set(node["properties"]))
            for key in set(value) & set(node["properties"]):
                walk(value[key], node["properties"][key])
        elif isinstance(value, dict | list) and "anyOf" in node:
            walk(value, next(n for n in node["anyOf"] if n.get("type") != "null"))
        elif isinstance(value, list) and "items" in node:
            for one in value:
                walk(one, node["items"])

    walk(json.loads(report_json(whole)), schema)
    assert not unknown


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no JSON"),
        ("[1]", "format null"),
        ('{"format": "checker-report/9"}', '"checker-report/9"'),
        ('{"format": "checker-report/1"}', "records"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_another_format_is_refused_with_a_remedy(text: str, says: str) -> None:
    """The error says what was found and what to do."""
    with pytest.raises(BadUsage, match=re.escape(says)) as caught:
        load_report(text, "old.json")
    assert "old.json" in caught.value.what
    assert "checker check" in caught.value.remedy


def test_banners_and_records_stand_above_the_verdicts(page: Page) -> None:
    """Who reads only the top knows what this is and what was released."""
    text = "".join(page.text)
    places = [
        text.index(x)
        for x in (
            "machine reading, not reviewed",
            "contains personal data, not for publication",
            "Pages withheld",
            "appears contradicted",
        )
    ]
    assert places == sorted(places)


def test_a_finding_that_a_person_confirmed_is_not_called_unreviewed() -> None:
    """The banner counts what nobody has confirmed, and goes when nothing is left."""
    one = finding(claims()[0], "contradicted", (link(1, "contradicts"),)).model_copy(update={"status": "confirmed"})
    assert "machine reading, not reviewed" not in report_html(report(one))
    assert "confirmed by a person" in report_html(report(one))


def test_program_text_makes_no_charge() -> None:
    """No page says that somebody lied or that something is false."""
    calm = report(
        *(finding(c, v, (link(1, "contradicts"), link(2, "supports"))) for c in claims()[:1] for v in VERDICTS)
    )
    for text in ("".join(Page(report_html(calm)).text), report_markdown(calm)):
        assert not FORBIDDEN.findall(text)


VERDICTS = ("contradicted", "in_tension", "supported", "mixed", "not_addressed")


def test_supported_universal_claims_are_worded_with_care() -> None:
    """Support for "none" is never said to prove it, and weaker passages on the other side are named."""
    denial = claims()[0]
    words = "records consistent with the statement were found, and nothing against it in what was searched"
    assert verdict_words(finding(denial, "supported", (link(1, "supports"),))) == words
    weaker = verdict_words(finding(denial, "supported", (link(1, "supports"), link(2, "contradicts"))))
    assert weaker.startswith(words)
    assert "1 weaker passage on the other side" in weaker


def test_quotation_marks_stand_only_round_quoted_words() -> None:
    """Quoted phrases and verbatim statements are in quotation marks; a paraphrase and a proposition never."""
    denial, few, only, _ = claims()
    assert [s.text for s in stretches(denial) if s.quoted] == [
        "no institutional relationship",
        "formally or informally",
    ]
    assert stretches(few) == [("A few officers signed up.", True)]
    assert not any(s.quoted for s in stretches(only))
    calm = report(*(finding(c, "contradicted", (link(1, "contradicts"),)) for c in claims()))
    allowed = {"no institutional relationship", "formally or informally", "never met them", "A few officers signed up."}
    for text in ("".join(Page(report_html(calm)).text), report_markdown(calm)):
        assert set(re.findall("“([^”]*)”", text)) == allowed


def test_a_claim_with_nothing_found_still_says_what_was_looked_for() -> None:
    """Absence is a finding: its propositions, nets and period stand on the page."""
    text = "".join(Page(report_html(report(finding(claims()[3], "not_addressed", ())))).text)
    for words in (
        "the records that were searched do not address it",
        "The Harbour Board uses Tollcam.",
        "not found",
        "1,402",
        "by words (BM25): 31",
    ):
        assert words in text


def test_the_passage_most_favourable_to_the_speaker_comes_first() -> None:
    """Supports stand by score, what a person rejected last."""
    best, next_best = link(6, "supports"), link(7, "supports")
    one = finding(claims()[1], "mixed", (next_best, best))
    page = report_html(report(one))
    assert (
        page.index(f'id="{best.id}"')
        < page.index("most favourable to the speaker")
        < page.index(f'id="{next_best.id}"')
    )


def test_quoted_words_are_never_put_in_the_senders_mouth(page: Page) -> None:
    """A quotation says that its author is unknown, or who wrote it and how that is known."""
    text = "".join(page.text)
    assert "quoted text, author unknown" in text
    assert "forwarded text, by kim@tollcam.example (inferred from the thread), Dec 2020" in text


def test_terms_as_printed_add_up_to_the_score() -> None:
    """A reader can add the column up."""
    one = link(1, "contradicts")
    page = report_html(report(finding(claims()[0], "contradicted", (one,))))
    table = re.search(r'<details class="terms">(.*?)</details>', page, re.DOTALL)
    assert table
    *terms, total = [float(x.replace("−", "-")) for x in re.findall(r'<td class="n">([^<]+)</td>', table[1])]  # noqa: RUF001 - the minus sign
    assert round(sum(terms), 4) == total == one.score


def test_the_ledger_adds_up_to_the_files(whole: Report) -> None:
    """Every file ended in exactly one way."""
    table = re.search(r'<table class="sums">(.*?)</table>', report_html(whole), re.DOTALL)
    assert table
    *parts, total = [int(x) for x in re.findall(r'<td class="n">(\d+)</td>', table[1])]
    assert parts == [6, 1, 1, 1]
    assert sum(parts) == total == whole.run.counts.files


def test_hostile_text_is_whole_on_the_page(page: Page) -> None:
    """Escaping loses nothing: the reader sees what the mail says."""
    assert visible(folded(HOSTILE)) in "".join(page.text)


def test_a_report_without_claims_still_renders() -> None:
    """An empty case says that it is empty."""
    empty = report().model_copy(update={"findings": (), "exceptions": ()})
    assert "The case holds no statement." in report_html(empty)
    assert "The case holds no statement." in report_markdown(empty)
    assert isinstance(load_report(report_json(empty)).findings, tuple)
    assert not any(isinstance(f, Finding) for f in empty.findings)
