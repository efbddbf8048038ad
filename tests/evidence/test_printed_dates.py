import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.printed_dates import printed_date

FIRST = dt.datetime.fromisoformat("1990-01-01T00:00:00")
MOMENTS = st.integers(0, 25_000_000).map(lambda minutes: FIRST + dt.timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("raw", "date", "flags"),
    [
        ("Sunday, June 14, 2009 7:47 PM", "2009-06-14T19:47:00", ()),
        ("Thu Jun 11 08:08:14 2009", "2009-06-11T08:08:14", ()),
        ("mercredi 10 juin 2020 \u00e0 14h05", "2020-06-10T14:05:00", ()),
        ("2020\u5e746\u670810\u65e5(\u661f\u671f\u4e09) \u4e0b\u53482:05", "2020-06-10T14:05:00", ()),
        ("2020\u5e746\u670810\u65e5 14\u65f605\u5206", "2020-06-10T14:05:00", ()),
        ("03/04/2019 04:53 PM", "2019-03-04T16:53:00", ()),
        ("03/04/2019 16:53", "2019-03-04T16:53:00", ("date-order-assumed",)),
        ("13/04/2019", "2019-04-13", ()),
        ("04.03.2019 09:00", "2019-03-04T09:00:00", ()),
        ("4/3/19 9:00 AM", "2019-04-03T09:00:00", ("date-two-digit-year",)),
        ("2020-02-20T05:59:00", "2020-02-20T05:59:00", ()),
        ("Mon, 17 Feb 2020 09:00:00 -0500", "2020-02-17T09:00:00-05:00", ()),
        ("Mon, 17 Feb 2020 12:05 AM EST", "2020-02-17T00:05:00-05:00", ()),
        ("Sunday, June 14, 2O09 7:47 PM", "2009-06-14T19:47:00", ("date-ocr-mended",)),
        ("Friday, Septernber 4, 2009", "2009-09-04", ("date-ocr-mended",)),
        ("", None, ("date-missing",)),
        ("tomorrow", None, ("date-unparsable",)),
        ("February 31, 2019", None, ("date-unparsable",)),
    ],
)
def test_printed_dates_are_read_or_flagged(raw: str, date: str | None, flags: tuple[str, ...]) -> None:
    """A printed date is given as precisely as it is stated; what was assumed or mended is flagged."""
    assert printed_date(raw) == (date, flags)


@pytest.mark.parametrize(
    ("raw", "date"),
    [
        ("Sat Jan 1622:00:42 2010", "2010-01-16T22:00:42"),
        ("Wed Sep 09 19:31:072009", "2009-09-09T19:31:07"),
        ("Tuesday, April 28, 200911:49 AM", "2009-04-28T11:49:00"),
        ("Sat Ma 23 10:00:15 2009", "2009-05-23T10:00:15"),
        ("Mon Se • 07 16:07:54 2009", "2009-09-07T16:07:54"),
        ("Wednesda , A ril 01 2009 7:57 AM", "2009-04-01T07:57:00"),
        ("Thursday, Septem er 6, 2012 6:06 AM", "2012-09-06T06:06:00"),
        ("Tuesday, August 28, 2L12 06:41 AM", "2012-08-28T06:41:00"),
        ("Wednesday, February 29, zulz", "2012-02-29"),
        ("04/08= /2013 05:33 PM", "2013-04-08T17:33:00"),
        ("Sun, 29 Mar 2UU9 1119:22 EDT", "2009-03-29"),
        ("Tuesday, August 29, 2L12 06:41 AM", None),
        ("August 28, 2L12 06:41 AM", None),
        ("Fri Ma 23 10:00:15 2009", None),
    ],
)
def test_slips_are_mended_where_the_weekday_bears_it_out(raw: str, date: str | None) -> None:
    """Lost blanks and letters and misread years are mended, flagged, and only to a day of the weekday printed."""
    assert printed_date(raw) == ((date, ("date-ocr-mended",)) if date else (None, ("date-unparsable",)))


@given(
    MOMENTS,
    st.sampled_from(
        ["%A, %B %d, %Y %I:%M %p", "%m/%d/%Y %I:%M %p", "%a %b %d %H:%M:%S %Y", "%Y-%m-%dT%H:%M:%S", "%d %B %Y %H:%M"]
    ),
)
def test_every_spelling_of_a_moment_is_the_moment(moment: dt.datetime, spelling: str) -> None:
    """However a program prints a moment, the same moment is read."""
    assert printed_date(moment.strftime(spelling)).date == moment.isoformat()


@pytest.mark.parametrize(
    ("raw", "date", "flags"),
    [
        ("Mon 04/03/2019 16:53", "2019-03-04T16:53:00", ()),
        ("Wed 04/03/2019 16:53", "2019-04-03T16:53:00", ()),
        ("Fri 04/03/2019 16:53", "2019-04-03T16:53:00", ("date-order-assumed", "date-weekday-differs")),
        ("Monday, March 5, 2019 3:17 PM", "2019-03-05T15:17:00", ("date-weekday-differs",)),
        ("Sat Aug 07 19:19:18 2010 \u2014 Declassify on: 08/07/2030", "2010-08-07T19:19:18", ()),
        ("Sunny Reed, 5 March 2019", "2019-03-05", ()),
    ],
)
def test_the_weekday_is_held_against_the_day(raw: str, date: str, flags: tuple[str, ...]) -> None:
    """The weekday printed tells which number is the day; a day of another weekday is flagged."""
    assert printed_date(raw) == (date, flags)


@given(st.text(max_size=80))
def test_no_text_is_taken_for_a_date_that_is_none(text: str) -> None:
    """Whatever stands there, the result is None or a day that the calendar has."""
    found = printed_date(text).date
    assert found is None or dt.datetime.fromisoformat(found)


@pytest.mark.parametrize(
    ("raw", "by", "date"),
    [
        ("05/02/2019 08:00", "2019-03-05T09:15:00-05:00", "2019-02-05T08:00:00"),
        ("05/02/2019 08:00", "2019-06-05T09:15:00", "2019-05-02T08:00:00"),
        ("05/02/2019 08:00", "2019-01-05", "2019-05-02T08:00:00"),
        ("05/02/2019 08:00 AM", "2019-03-05T09:15:00", "2019-05-02T08:00:00"),
        ("05/02/2019 08:00", None, "2019-05-02T08:00:00"),
    ],
)
def test_nobody_quotes_a_mail_of_tomorrow(raw: str, by: str | None, date: str) -> None:
    """A day that could be read in two orders is read in the one that is no later than the mail that quotes it."""
    assert printed_date(raw, by).date == date
