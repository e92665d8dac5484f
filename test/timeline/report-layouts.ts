/** Small reports in the layouts that teams publish, all written for these tests, with what a careful reader takes from them. */

/** A report and its entries as `line at`; a third word names the zone. */
export interface ReportLayout {
  readonly name: string;
  readonly file?: string;
  readonly text: string;
  readonly entries: readonly string[];
}

export const LAYOUTS: readonly ReportLayout[] = [
  {
    name: "headings with the date in the first",
    text: "# Checkout down\n\n## Timeline\n\nAll times in UTC\n\n### Mar 3 2021 09:58\n\nDeploy.\n\n### 10:04\n\nAlert.\n",
    entries: ["7 2021-03-03T09:58 UTC", "11 2021-03-03T10:04 UTC"],
  },
  {
    name: "bullets below a bold label, date in the title",
    text: "# Outage on 2022-08-14\n\n**Timeline (UTC)**\n\n- 08:01 - Deploy\n- 08:09 - Pages fire\n- 08:30 - Rolled back\n",
    entries: ["5 2022-08-14T08:01 UTC", "6 2022-08-14T08:09 UTC", "7 2022-08-14T08:30 UTC"],
  },
  {
    name: "an issue as at GitLab: dates as headings, `HH:MM UTC -`",
    text: "## Summary\n\nErrors.\n\n## Timeline\n\nAll times UTC.\n\n2020-06-11\n\n- `12:41` - alert\n- `12:55` - @alice declares incident\n\n2020-06-12\n\n- `00:10` - fixed\n",
    entries: ["11 2020-06-11T12:41 UTC", "12 2020-06-11T12:55 UTC", "16 2020-06-12T00:10 UTC"],
  },
  {
    name: "the style of the SRE book: bold times, capital markers",
    text: "# Shakespeare Search++ Postmortem\n\nDate: 2015-10-21\n\n## Timeline\n\n2015-10-21 (*all times UTC*)\n\n- 14:51 News reports a lost sonnet\n- 14:53 Traffic grows\n- 14:54 **OUTAGE BEGINS** — backends melt\n- 15:36 **OUTAGE ENDS**, *mitigated*\n",
    entries: [
      "9 2015-10-21T14:51 UTC",
      "10 2015-10-21T14:53 UTC",
      "11 2015-10-21T14:54 UTC",
      "12 2015-10-21T15:36 UTC",
    ],
  },
  {
    name: "the style of Atlassian: a table with time first",
    text: "## Postmortem 4 May 2020\n\n## Incident timeline\n\n| Time | What happened |\n|---|---|\n| 10:45 AEST | Ticket |\n| 11:02 AEST | Page |\n",
    entries: ["7 2020-05-04T10:45 AEST", "8 2020-05-04T11:02 AEST"],
  },
  {
    name: "the style of PagerDuty: `Time (in UTC)` and event",
    text: "# Post-Mortem\n\n## Timeline\n\n| Time (UTC) | Event | Data link |\n| --- | --- | --- |\n| 2019-02-05 16:01 | CPU alarms | [graph](https://x.example) |\n| 16:03 | On-call acks | |\n",
    entries: ["7 2019-02-05T16:01 UTC", "8 2019-02-05T16:03 UTC"],
  },
  {
    name: "a status page's table: date and time as one ISO cell",
    text: "## What happened\n\n| Date/time (UTC) | Status | Description |\n|---|---|---|\n| 2023-11-02T11:43Z | Identified | Power lost |\n| 2023-11-02T13:40Z | Monitoring | Generators on |\n",
    entries: ["5 2023-11-02T11:43 UTC", "6 2023-11-02T13:40 UTC"],
  },
  {
    name: "date and time in two columns, the date only when it changes",
    text: "## Timeline\n\n| Date | Time | Event |\n|---|---|---|\n| 2021-07-01 | 23:50 | a |\n| | 23:58 | b |\n| 2021-07-02 | 00:15 | c |\n| | 00:40 | d |\n",
    entries: ["5 2021-07-01T23:50", "6 2021-07-01T23:58", "7 2021-07-02T00:15", "8 2021-07-02T00:40"],
  },
  {
    name: "RFC 2822 dates",
    text: "## Timeline\n\n- Wed, 23 Jan 2019 14:05:00 +0000: deploy\n- Wed, 23 Jan 2019 14:09:30 +0000: errors\n",
    entries: ["3 2019-01-23T14:05:00 +0000", "4 2019-01-23T14:09:30 +0000"],
  },
  {
    name: "`HH:MM UTC —` as paragraphs",
    text: "# Incident, 9 February 2024\n\n## Timeline\n\n09:12 UTC — Latency rises.\n\n09:20 UTC — We page the database team.\n\n10:00 UTC — Resolved.\n",
    entries: ["5 2024-02-09T09:12 UTC", "7 2024-02-09T09:20 UTC", "9 2024-02-09T10:00 UTC"],
  },
  {
    name: "times in brackets",
    text: "# 2018-12-30 Mail delayed\n\nTimeline:\n\n* [12:03] queue grows\n* [12:40] second worker\n* [13:05] queue empty\n",
    entries: ["5 2018-12-30T12:03", "6 2018-12-30T12:40", "7 2018-12-30T13:05"],
  },
  {
    name: "relative to the start, which is stated",
    text: "# 2021-09-09 Cache stampede\n\n## Timeline\n\n- T+0 (10:00 UTC): cache flushed\n- 10:02 UTC: errors\n- T+5m: page\n- T+1h: stable\n",
    entries: ["5 2021-09-09T10:00 UTC", "6 2021-09-09T10:02 UTC", "7 2021-09-09T10:05", "8 2021-09-09T11:00"],
  },
  {
    name: "German dates",
    text: "# Störung\n\n## Ablauf\n\n- 14.03.2022 08:15 Uhr: Alarm\n- 14.03.2022 08:40 Uhr: Neustart\n- 15.03.2022 09:00 Uhr: Ursache gefunden\n",
    entries: ["5 2022-03-14T08:15", "6 2022-03-14T08:40", "7 2022-03-15T09:00"],
  },
  {
    name: "month names and ordinals, without a year in the lines",
    text: "# Login failures, January 2019\n\nReported on January 24, 2019.\n\n## Timeline\n\n- Jan 23rd 21:10: deploy\n- Jan 23rd 21:40: errors\n- Jan 24th 00:20: fix\n",
    entries: ["7 2019-01-23T21:10", "8 2019-01-23T21:40", "9 2019-01-24T00:20"],
  },
  {
    name: "day before month, shown by another line",
    text: "## Timeline\n\n- 03/02/2019 10:00 - a\n- 23/02/2019 11:00 - b\n",
    entries: ["3 2019-02-03T10:00", "4 2019-02-23T11:00"],
  },
  {
    name: "month before day, shown by another line",
    text: "## Timeline\n\n- 01/02/2019 10:00 AM - a\n- 01/23/2019 1:15 PM - b\n",
    entries: ["3 2019-01-02T10:00", "4 2019-01-23T13:15"],
  },
  {
    name: "weekdays as headings",
    text: "# Storage incident, Monday 6 June 2022\n\n## Timeline\n\n### Monday\n\n- 22:00: a\n- 23:10: b\n\n### Tuesday\n\n- 07:00: c\n",
    entries: ["7 2022-06-06T22:00", "8 2022-06-06T23:10", "12 2022-06-07T07:00"],
  },
  {
    name: "crossing midnight without saying so",
    text: "# 2020-03-10\n\n## Timeline\n\n- 23:30 start\n- 23:55 page\n- 00:20 fix\n- 01:00 done\n",
    entries: ["5 2020-03-10T23:30", "6 2020-03-10T23:55", "7 2020-03-11T00:20", "8 2020-03-11T01:00"],
  },
  {
    name: "am and pm, small and dotted",
    text: "# July 4, 2023 outage\n\n## Timeline\n\n- 11:50 a.m. PT: a\n- 12:10 p.m. PT: b\n- 1:05pm PT: c\n- 2pm PT: d\n",
    entries: ["5 2023-07-04T11:50 PT", "6 2023-07-04T12:10 PT", "7 2023-07-04T13:05 PT", "8 2023-07-04T14:00 PT"],
  },
  {
    name: "a 12-hour clock that never says am or pm",
    text: "# July 4, 2023\n\n## Timeline\n\n- 11:50 a\n- 12:10 b\n- 1:05 c\n- 2:30 d\n",
    entries: ["5 2023-07-04T11:50", "6 2023-07-04T12:10", "7 2023-07-04T13:05", "8 2023-07-04T14:30"],
  },
  {
    name: "ranges count from their start",
    text: "# 2022-01-01\n\n## Timeline\n\n- 10:00 - 10:15 UTC: errors\n- 10:15–11:00 UTC: degraded\n- from 11:00 to 12:00: watching\n",
    entries: ["5 2022-01-01T10:00 UTC", "6 2022-01-01T10:15 UTC", "7 2022-01-01T11:00 UTC"],
  },
  {
    name: "about and around",
    text: "# 2022-01-01\n\n## Timeline\n\n- ~10:00: a\n- around 10:20: b\n- approx. 11:00: c\n- ≈ 11:30 d\n",
    entries: ["5 2022-01-01T10:00", "6 2022-01-01T10:20", "7 2022-01-01T11:00", "8 2022-01-01T11:30"],
  },
  {
    name: "sentences in a timeline",
    text: "# Outage of 2 May 2023\n\n## Timeline\n\nAt 13:42 UTC we received the first page.\n\nAt 13:55 UTC the on-call engineer rolled back.\n\nWe then waited.\n\nBy 14:20 UTC all was well.\n",
    entries: ["5 2023-05-02T13:42 UTC", "7 2023-05-02T13:55 UTC", "11 2023-05-02T14:20 UTC"],
  },
  {
    name: "offsets with each time",
    text: "## Timeline\n\n- 2021-05-01 10:00 +02:00 a\n- 2021-05-01 10:30 +02:00 b\n- 2021-05-01T11:00:05+02:00 c\n",
    entries: ["3 2021-05-01T10:00 +02:00", "4 2021-05-01T10:30 +02:00", "5 2021-05-01T11:00:05 +02:00"],
  },
  {
    name: "ISO times with an offset west of Greenwich, with and without seconds",
    text: "## Timeline\n\n- 2021-05-01T10:00-07:00 a\n- 2021-05-01T10:30:00-07:00 b\n- 2021-05-01 10:40-11:00 c\n",
    entries: ["3 2021-05-01T10:00 -07:00", "4 2021-05-01T10:30:00 -07:00", "5 2021-05-01T10:40"],
  },
  {
    name: "dates only",
    text: "## Timeline\n\n- 2021-01-05: released\n- 2021-03-01: first report\n- 2021-03-09: fixed\n",
    entries: ["3 2021-01-05", "4 2021-03-01", "5 2021-03-09"],
  },
  {
    name: "nested bullets below a day",
    text: "## Timeline\n\n- **2021-01-05**\n  - 10:00 a\n  - 10:30 b\n- **2021-01-06**\n  - 09:00 c\n",
    entries: ["4 2021-01-05T10:00", "5 2021-01-05T10:30", "7 2021-01-06T09:00"],
  },
  {
    name: "the file's name alone gives the day",
    file: "incidents/2020-11-25-kinesis.md",
    text: "# Kinesis\n\n## Timeline\n\n- 05:15 PST a\n- 07:51 PST b\n",
    entries: ["5 2020-11-25T05:15 PST", "6 2020-11-25T07:51 PST"],
  },
  {
    name: "front matter gives the day",
    text: "---\ntitle: Search is slow\ndate: 2020-04-02\n---\n\n## Timeline\n\n- 10:00 a\n- 10:30 b\n",
    entries: ["8 2020-04-02T10:00", "9 2020-04-02T10:30"],
  },
  {
    name: "two incidents in one file",
    text: "# Incident A\n\nDate: 2021-02-01\n\n## Timeline\n\n- 10:00 a\n- 10:30 b\n\n# Incident B\n\nDate: 2021-04-09\n\n## Timeline\n\n- 08:00 c\n- 08:20 d\n",
    entries: ["7 2021-02-01T10:00", "8 2021-02-01T10:30", "16 2021-04-09T08:00", "17 2021-04-09T08:20"],
  },
  {
    name: "a lead-in that dates the list",
    text: "# Outage\n\n## Timeline\n\nThe following happened on March 15, 2022 (times in CET):\n\n1. 10:00 a\n2. 10:05 b\n",
    entries: ["7 2022-03-15T10:00 CET", "8 2022-03-15T10:05 CET"],
  },
  {
    name: "a table with its time in the last column",
    text: "# 2022-06-21\n\n## Timeline\n\n| Event | Time |\n|---|---|\n| Deploy | 06:27 |\n| Errors | 06:32 |\n",
    entries: ["7 2022-06-21T06:27", "8 2022-06-21T06:32"],
  },
  {
    name: "a table with numbered rows",
    text: "# 2022-06-21\n\n## Timeline\n\n| # | Time (EST) | Event |\n|---|---|---|\n| 1 | 06:27 | a |\n| 2 | 06:32 | b |\n",
    entries: ["7 2022-06-21T06:27 EST", "8 2022-06-21T06:32 EST"],
  },
  {
    name: "a table whose line of dashes is missing",
    text: "# 2022-06-21\n\n## Timeline\n\n| Time | Event |\n| 06:27 | a |\n| 06:32 | b |\n",
    entries: ["6 2022-06-21T06:27", "7 2022-06-21T06:32"],
  },
  {
    name: "no heading at all, but a list that is plainly one",
    text: "# Post-mortem for 2019-07-02\n\nWe broke it.\n\n- 13:31: the rule goes out\n- 13:42: we are paged\n- 14:02: the rule is gone\n\nSorry.\n",
    entries: ["5 2019-07-02T13:31", "6 2019-07-02T13:42", "7 2019-07-02T14:02"],
  },
  {
    name: "lines of one paragraph",
    text: "# 2019-07-02\n\n## Timeline\n\n13:31 - rule goes out\n13:42 - paged\n14:02 - rule is gone\n",
    entries: ["5 2019-07-02T13:31", "6 2019-07-02T13:42", "7 2019-07-02T14:02"],
  },
  {
    name: "text wrapped at a time is one entry",
    text: "# 2019-07-02\n\n## Timeline\n\n- 13:31 the rule goes out and stays until\n  14:02 when it is removed\n- 14:10 done\n",
    entries: ["5 2019-07-02T13:31", "7 2019-07-02T14:10"],
  },
  {
    name: "times with h and seconds",
    text: "# 2019-07-02\n\n## Timeline\n\n- 9h05: a\n- 09:30:12: b\n- 14h: c\n",
    entries: ["5 2019-07-02T09:05", "6 2019-07-02T09:30:12", "7 2019-07-02T14:00"],
  },
  {
    name: "New Year's Eve without years in the lines",
    text: "# Leap second, December 31, 2016\n\n## Timeline\n\n- Dec 31 23:59 UTC: a\n- Jan 1 00:05 UTC: b\n",
    entries: ["5 2016-12-31T23:59 UTC", "6 2017-01-01T00:05 UTC"],
  },
  {
    name: "military time with Z",
    text: "# 2016-05-02\n\n## Timeline\n\n- 1405Z: a\n- 1432Z: b\n",
    entries: ["5 2016-05-02T14:05 UTC", "6 2016-05-02T14:32 UTC"],
  },
  {
    name: "carriage returns and no-break spaces",
    text: "# 2016-05-02\r\n\r\n## Timeline\r\n\r\n-\u00a014:05: a\r\n- 14:32\u00a0UTC: b\r\n- 15:00 UTC: c\r\n",
    entries: ["5 2016-05-02T14:05 UTC", "6 2016-05-02T14:32 UTC", "7 2016-05-02T15:00 UTC"],
  },
  {
    name: "below a details element",
    text: "# 2016-05-02\n\n<details>\n<summary>Timeline</summary>\n\n- 14:05: a\n- 14:32: b\n- 14:40: c\n\n</details>\n",
    entries: ["6 2016-05-02T14:05", "7 2016-05-02T14:32", "8 2016-05-02T14:40"],
  },
  {
    name: "newest first, as on a status page",
    text: "# 2021-06-08\n\n## Timeline\n\n- 12:45 UTC - Resolved\n- 11:30 UTC - Monitoring\n- 10:58 UTC - Identified\n- 10:10 UTC - Investigating\n",
    entries: ["5 2021-06-08T12:45 UTC", "6 2021-06-08T11:30 UTC", "7 2021-06-08T10:58 UTC", "8 2021-06-08T10:10 UTC"],
  },
  {
    name: "the day behind the time",
    text: "# Queue\n\n## Timeline\n\n- 10:05am ET on Tuesday, 5 March 2019 – a\n- 10:40am ET on Tuesday, 5 March 2019 – b\n",
    entries: ["5 2019-03-05T10:05 ET", "6 2019-03-05T10:40 ET"],
  },
  {
    name: "key events where nothing else is told",
    text: "# Pods evicted\n\n- **Key events**\n  - First detected 2022-07-11 09:33\n  - Repaired 2022-07-11 10:02\n",
    entries: ["4 2022-07-11T09:33", "5 2022-07-11T10:02"],
  },
  {
    name: "month and day without a year in brackets, some unknown",
    text: "# March 26th, 2019 Outage\n\nAll times in PDT.\n\n## Timeline\n\n- [12-05 16:21] merged\n- [03-26 23:04] drained\n- [03-27 02:50] reported\n- [???] fixed\n",
    entries: ["7 2018-12-05T16:21 PDT", "8 2019-03-26T23:04 PDT", "9 2019-03-27T02:50 PDT", "10 null"],
  },
  {
    name: "days as headings with their story below, some with a time",
    text: "## Timeline\n\n### 2018-01-15\n\nSome failures.\n\n### 2018-01-17 17:14\n\nMore.\n\n### 18:57\n\nDone.\n",
    entries: ["3 2018-01-15", "7 2018-01-17T17:14", "11 2018-01-17T18:57"],
  },
  {
    name: "plain text without blank lines: times above what happened",
    text: "Issue Summary:\nStart Time: January 21, 2024, 14:30 UTC\nTimeline:\n14:30 UTC:\nAlarms.\n14:35 UTC:\nSomebody looks.\n15:00 UTC:\nFixed.\nRoot Cause:\nA change.\n",
    entries: ["4 2024-01-21T14:30 UTC", "6 2024-01-21T14:35 UTC", "8 2024-01-21T15:00 UTC"],
  },
  {
    name: "the style of incident.io: a row that only has the day, no-break hyphens",
    text: "# Outage on 2025\u201105\u201120\n\n## Timetable\n\n| Date / Time | Event |\n|---|---|\n| 2025-05-20 | |\n| 09:36:09 | opened |\n| … | … |\n| 10:12:10 | closed |\n",
    entries: ["8 2025-05-20T09:36:09", "10 2025-05-20T10:12:10"],
  },
  {
    name: "a timeline of impact and remediation",
    text: "# Outage on November 18, 2025\n\n### Timeline of impact and remediation\n\n| Time (UTC) | Status | Description |\n|---|---|---|\n| 11:05 | Normal. | a |\n| 11:32-13:05 | Fixing. | b |\n",
    entries: ["7 2025-11-18T11:05 UTC", "8 2025-11-18T11:32 UTC"],
  },
  {
    name: "year first and the month's name, as headings",
    text: "## Incident timeline\n\n### 2018 October 21 22:52 UTC\n\nText\n\n### 2018 October 22 00:05 UTC\n\nText\n",
    entries: ["3 2018-10-21T22:52 UTC", "7 2018-10-22T00:05 UTC"],
  },
  {
    name: "a table in HTML",
    text: "# 2020-04-01\n\n## Timeline\n\n<table>\n<tr><th>Time</th><th>Event</th></tr>\n<tr><td>10:00</td><td>a</td></tr>\n<tr><td>10:05</td><td>b</td></tr>\n</table>\n",
    entries: ["7 2020-04-01T10:00", "8 2020-04-01T10:05"],
  },
  {
    name: "numbered days with their date, marks and zones before the time",
    text: "# 2020-04-01\n\n## Timeline\n\n### Day 1 (April 1)\n\n- :fire: 10:00 a\n- 🔴 UTC 10:05 b\n\n### Day 2 (April 2)\n\n- ±09:00 c\n",
    entries: ["7 2020-04-01T10:00 UTC", "8 2020-04-01T10:05 UTC", "12 2020-04-02T09:00 UTC"],
  },
  {
    name: "subsections of a timeline go on with it",
    text: "# 2021-10-04\n\n## Timeline\n\n### Detection\n\n- 15:39 a\n\n### Response\n\n- 15:50 b\n- 16:20 c\n\n## Action items\n\n- 17:00 is not a time to deploy\n",
    entries: ["7 2021-10-04T15:39", "11 2021-10-04T15:50", "12 2021-10-04T16:20"],
  },
];

/** Texts in which no timeline is told, though times stand in them. */
export const NO_TIMELINES: readonly Omit<ReportLayout, "entries">[] = [
  {
    name: "a chat log",
    text: "# 2019-01-23\n\n## Appendix\n\n- 12:01 alice: seeing errors\n- 12:02 bob: looking\n- 12:02 alice: thanks\n- 12:05 bob: restarted\n",
  },
  {
    name: "an IRC log below no heading of its own",
    text: "# 2019-01-23\n\n## Investigation\n\n[12:01] <alice> errors?\n[12:02] <bob> looking\n[12:03] <alice> thanks\n",
  },
  { name: "a quoted chat", text: "## Timeline\n\n> 12:01 alice: x\n> 12:02 bob: y\n" },
  { name: "a log in a fence", text: "## Root cause\n\n```\n12:01 start\n12:02 stop\n12:03 start\n```\n" },
  { name: "a change history", text: "## Revision history\n\n| Date | Change |\n|---|---|\n| 2021-01-01 | first |\n" },
  { name: "due dates", text: "## Action items\n\n| Action | Due date |\n|---|---|\n| Add alert | 2021-01-01 |\n" },
  {
    name: "sentences that mention times",
    text: "## Impact\n\nBetween 12:17 and 12:30 UTC all downloads failed.\n\n12:30 was the end.\n",
  },
  { name: "ratios and versions", text: "## Timeline\n\n- 3:1 ratio of reads\n- 1.2.3 released\n- 10 pods\n" },
];
