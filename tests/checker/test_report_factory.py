"""An invented report with hostile mail in it, for the tests of the pages; nobody in it exists."""

from __future__ import annotations

from checker.model import (
    Context,
    Coverage,
    CoveredPeriod,
    Finding,
    Link,
    Locator,
    LookedFor,
    MessageRef,
    Pattern,
    PatternCounts,
    Person,
    Reason,
    Relation,
    Report,
    Review,
    ScoreTerm,
    SegmentRef,
    ThreadMail,
    ThreadRef,
    Verdict,
    Witness,
)
from checker.run import Counts, InputUsed, ModelUsed, ReportException, Run, Times
from claims.model import Assertion, Claim, Event, PatternRequest, Period, Quantity, Records, Response, StatementSource

CLERK = Person(name="Dana Example", address="dana@harbour.example", raw="Dana Example <dana@harbour.example>")
VENDOR = Person(name=None, address="kim@tollcam.example", raw="kim@tollcam.example")
SPOOF = Person(
    name="<script>alert(1)</script>", address="x@evil.example", raw='"<script>alert(1)</script>" <x@evil.example>'
)
HOSTILE = (
    '<script src="http://evil.example/x.js"></script><img src=http://evil.example/p.png onerror=alert(1)> '
    "a\x00b \u202egnp.exe\u202c \ud800 **bold** [link](javascript:alert(1)) | cell `code` "
    "https://evil.example www.evil.example &lt;b&gt; ]]> --> </style></mark> " + "W" * 300
)
TEXTS = {
    "contradicts": "The plate readers went live on Monday, and the harbour police have run 1,200 searches so far.",
    "in_tension": "Two sergeants kept\ntheir log-ins after the trial.",
    "supports": "To be clear, the Harbour Board has not signed anything with Tollcam.",
}


def message(number: int, **changes: object) -> MessageRef:
    """A message; `changes` replace fields by name."""
    fields: dict[str, object] = {
        "id": f"{number:012x}",
        "message_id": f"m{number}@harbour.example",
        "bates": f"HB-{number:05}",
        "bates_end": None,
        "from_": CLERK,
        "to": (VENDOR,),
        "cc": (),
        "date": "2021-03-04T09:15:00-05:00",
        "date_flags": (),
        "subject": "Re: plate readers at the north gate",
    }
    return MessageRef(**{**fields, **changes})


def locator(number: int, **changes: object) -> Locator:
    """A place in a printed production."""
    fields: dict[str, object] = {
        "file": f"production/part-{number % 3}.txt",
        "sha256": f"{number:064x}",
        "member": None,
        "part": None,
        "raw": (120 * number, 120 * number + 90),
        "spans": ((10, 40), (41, 80)),
        "text_sha256": "ab" * 32,
        "page": (number,),
        "bates": (f"HB-{number:05}",),
    }
    return Locator(**{**fields, **changes})


def link(number: int, relation: Relation, **changes: object) -> Link:
    """A link whose terms add up to its score."""
    terms = (
        ScoreTerm(name="prior", value=-1.6653, text="how rare the relation is to begin with"),
        ScoreTerm(
            name="counter_entailed", value=3.2, text="“The Harbour Board uses Tollcam.” follows from the passage: 0.97"
        ),
        ScoreTerm(
            name="time", value=0.4912, text="written 2021-03-04, inside the period of the claim (open to 2021-06)"
        ),
        ScoreTerm(name="quantity", value=0.0, text="the claim states no number"),
        ScoreTerm(name="cap:speech_act=press", value=-0.25 * (number % 3), text="held down: reads as a press inquiry"),
    )
    score = round(sum(t.value for t in terms), 4)
    fields: dict[str, object] = {
        "id": f"l-{number:012x}",
        "rank": number,
        "relation": relation,
        "score": score,
        "band": "strong" if score > 2 else "moderate",
        "terms": terms,
        "flags": (),
        "quote": TEXTS[relation],
        "quote_display": " ".join(TEXTS[relation].split()),
        "context": Context(before="Morning, Kim. A short note before the meeting.", after="More on Thursday, Dana"),
        "segment": SegmentRef(kind="own", author=CLERK, date=None, attributed="stated"),
        "message": message(number),
        "thread": thread(),
        "locator": locator(number),
        "same_act": (),
        "review": None,
    }
    return Link(**{**fields, **changes})


def thread(**changes: object) -> ThreadRef:
    """A thread of three, the quoted mail in the middle; `changes` replace fields by name."""
    fields: dict[str, object] = {
        "messages": 3,
        "position": 2,
        "joined_by": ("reference",),
        "previous": ThreadMail(id="0000000000aa", from_=VENDOR, date="2021-03-03", first_words="Can we go live?"),
        "next": ThreadMail(id="0000000000ab", from_=None, date=None, first_words=None),
    }
    return ThreadRef(**{**fields, **changes})


def hostile_link(number: int) -> Link:
    """A link out of a mail that tries to break the page."""
    return link(
        number,
        "contradicts",
        quote=HOSTILE,
        quote_display=HOSTILE,
        context=Context(before=HOSTILE + "\u2067", after=None),
        segment=SegmentRef(kind="quoted", author=None, date=None, attributed="unknown"),
        flags=("author-unknown", "charset-guessed:cp1252", "</li><script>"),
        message=message(
            number,
            from_=SPOOF,
            to=(SPOOF,) * 40,
            cc=(VENDOR,),
            date=None,
            date_flags=("date-missing",),
            subject=HOSTILE,
        ),
        thread=thread(previous=ThreadMail(id="0000000000ac", from_=SPOOF, date=None, first_words=HOSTILE), next=None),
        locator=locator(number, file='"><script>.eml', member="../<b>x</b>", page=(), bates=(), part="1.2"),
        same_act=(Witness(message=message(90, from_=None, date="2021"), locator=locator(90)),),
    )


def coverage(links: tuple[Link, ...]) -> Coverage:
    """What was searched, one proposition found and one not."""
    looked = (
        LookedFor(proposition="The Harbour Board uses Tollcam.", kind="counter", drafted=True, scored=80,
                  best_link=links[0].id if links else None),
        LookedFor(proposition="The Harbour Board has no relationship with Tollcam.", kind="asserts", drafted=False,
                  scored=81, best_link=None),
    )  # fmt: skip
    return Coverage(
        period=CoveredPeriod(from_=None, to="2021-06"),
        nets={"structure": 12, "dense": 60, "bm25": 31},
        candidates=88,
        scored=161,
        messages_in_period=1402,
        undated=7,
        no_text_pages=3,
        withheld_pages=None,
        looked_for=looked,
    )


def correspondence() -> Pattern:
    """A fact over many messages."""
    return Pattern(
        id="p-0000000001",
        kind="correspondence",
        between=("harbour", "tollcam"),
        date=None,
        rule="messages that the Harbour Board and Tollcam wrote to each other, copies counted once; for “tolls”",
        counts=PatternCounts(messages=14, acts=11, people=2, per_side={"tollcam": 4, "harbour": 7}),
        first="2020-11-02T08:00:00Z",
        last="2021-03-04",
        message_ids=(f"{1:012x}", f"{77:012x}"),
        people=(CLERK, VENDOR),
        relation="contradicts",
    )


def finding(claim: Claim, verdict: Verdict, links: tuple[Link, ...], patterns: tuple[Pattern, ...] = ()) -> Finding:
    """A finding with one reason."""
    reason = Reason(
        rule="decisive-acts",
        text="3 distinct acts. The statement says that there is none; it meets “tolls” without it.",
        links=tuple(x.id for x in links),
        patterns=tuple(p.id for p in patterns),
    )
    return Finding(
        claim=claim,
        verdict=verdict,
        reasons=(reason,),
        status="unreviewed",
        links=links,
        patterns=patterns,
        coverage=coverage(links),
    )


def claims() -> tuple[Claim, ...]:
    """A reported denial, a verbatim sentence and a paraphrase."""
    denial = Assertion(
        subject="harbour", predicate="has a relationship with", object="tollcam", polarity="denies", quantifier="no",
        modality="fact", hedges=("institutional", "formally"), purpose="collecting tolls",
        event=Event(kind="ended", on="2021-03"), covers=Period(from_=None, to="2021-06"),
        concedes=("The Board tried Tollcam.",),
    )  # fmt: skip
    return (
        Claim(
            id="no-relationship",
            speaker="harbour",
            statement="The Harbour Board has no institutional relationship with Tollcam, formally or informally.",
            wording="reported",
            quoted=("no institutional relationship", "Formally or informally", "never met them"),
            made_on="2021-06",
            source=StatementSource(outlet="The Quay Gazette", url="https://quay.example/a", note="said to a reporter"),
            assertion=denial,
            patterns=(
                PatternRequest(kind="correspondence", between=("harbour", "tollcam")),
                PatternRequest(kind="silence"),
            ),
            drafted=("assertion.polarity", "assertion.covers", "counter"),
        ),
        Claim(id="few", speaker="harbour", statement="“A few officers signed up.”", wording="verbatim",
              assertion=Assertion(quantifier="at_most", quantity=Quantity(value=3, unit="officers", of="the watch"))),
        Claim(id="own-images", speaker="harbour", statement="Only images from the quay are compared.",
              wording="paraphrase", assertion=Assertion(quantifier="only"),
              response=Response(asked_on="2022", text="No comment.")),
        Claim(id="unaddressed", speaker="tollcam", statement="The cameras were free of charge."),
    )  # fmt: skip


def run(settings: dict[str, object] | None = None) -> Run:
    """How the invented report came about."""
    return Run(
        checker="0.1.0",
        commit=None,
        python="3.11.2",
        models=(ModelUsed(role="entailment", name="packaged", sha256="cd" * 32, engine="onnx", precision="fp32"),),
        settings=settings if settings is not None else {"links_a_side": 40, "device": None, "depth_a_query": 60},
        inputs=tuple(InputUsed(file=f"production/part-{i}.txt", sha256=f"{i:064x}") for i in range(3)),
        counts=Counts(files=9, messages=1409, passages=9000, distinct_texts=7000, candidates=300,
                      pairs_scored=500, links=5),
        times=Times(started_at="2026-01-02T03:04:05+00:00", seconds={"match": 1.25, "entail": 0.5}),
    )  # fmt: skip


def report(*findings_: Finding) -> Report:
    """The whole report: every verdict, hostile mail, refused files; or the findings that are given."""
    denial, few, only, free = claims()
    review = Review(state="rejected", by="an editor", on="2026-02-01", note="wrong gate")
    quoted = link(
        3, "in_tension", segment=SegmentRef(kind="forwarded", author=VENDOR, date="2020-12", attributed="inferred")
    )
    found = findings_ or (
        finding(
            denial,
            "contradicted",
            (link(1, "contradicts"), hostile_link(2), quoted, link(4, "supports", flags=("hedge-not-met",))),
            (correspondence(),),
        ),
        finding(few, "mixed", (link(5, "contradicts", review=review), link(6, "supports"), link(7, "supports"))),
        finding(only, "supported", (link(8, "supports"),)),
        finding(free, "not_addressed", ()),
    )
    return Report(
        records=Records(body="Harbour Board", request="Request 12, two custodians", received_on="2022-01",
                        period=Period.model_validate({"from": "2020-10", "to": "2021-07"}), withheld_pages=41),
        run=run(),
        findings=found,
        exceptions=(
            ReportException(file="a.zip", member="b/<i>.eml", status="refused", reason="encrypted", remedy="ask"),
            ReportException(file="a.zip", member="c.eml", status="partial", reason="part 2 is damaged", remedy=None),
            ReportException(file="d.bin", member=None, status="refused", reason="is no mail", remedy="check the file"),
            ReportException(file="e.eml", member=None, status="duplicate", reason="same bytes as f.eml", remedy=None),
        ),
    )  # fmt: skip


def test_the_terms_of_every_invented_link_add_up() -> None:
    """The sample is as the program makes it: printed terms sum to the printed score."""
    for one in (x for f in report().findings for x in f.links):
        assert round(sum(t.value for t in one.terms), 4) == one.score
