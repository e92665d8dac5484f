/** The calendar file by RFC 5545, and addresses that survive a Markdown link. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { calendarFile, googleUrl, type Invitation, outlookUrl } from "#src/calendar/invitation.ts";
import { isPlainUrl } from "#src/markdown/escape.ts";

const REVIEW: Invitation = {
  uid: "review-901-7@aftercare",
  sequence: 2,
  start: 1_763_978_400,
  end: 1_763_982_000,
  stamp: 1_763_800_000,
  title: "Review of acme/shop#7",
  description: "Read before; then talk.\nBlameless, as always",
  url: "https://github.com/acme/shop/issues/9",
};

/** As RFC 5545 3.1 unfolds. */
const unfolded = (file: string) => file.replaceAll("\r\n ", "").split("\r\n");
/** As RFC 5545 3.3.11 reads a text. */
const read = (value: string) =>
  value.replaceAll(/\\([\\;,nN])/g, (_all, mark: string) => (/n/i.test(mark) ? "\n" : mark));
const valueOf = (file: string, name: string) =>
  unfolded(file)
    .find((line) => line.startsWith(`${name}:`))
    ?.slice(name.length + 1);

test("an appointment with its times in UTC, its version, and text that is escaped", () => {
  expect(unfolded(calendarFile(REVIEW))).toEqual([
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Aftercare//Review//EN",
    "METHOD:PUBLISH",
    "BEGIN:VEVENT",
    "UID:review-901-7@aftercare",
    "SEQUENCE:2",
    "DTSTAMP:20251122T082640Z",
    "DTSTART:20251124T100000Z",
    "DTEND:20251124T110000Z",
    "SUMMARY:Review of acme/shop#7",
    String.raw`DESCRIPTION:Read before\; then talk.\nBlameless\, as always`,
    "URL:https://github.com/acme/shop/issues/9",
    "LOCATION:https://github.com/acme/shop/issues/9",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ]);
});

const text = fc.string({ unit: "grapheme", maxLength: 200 });

test("any text comes back whole; no line is longer than 75 octets; no line of ours can be forged", () => {
  fc.assert(
    fc.property(text, text, (title, description) => {
      const file = calendarFile({ ...REVIEW, title, description });
      for (const line of file.split("\r\n")) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
      expect(file.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
      expect(unfolded(file)).toHaveLength(17);
      const kept = (value: string) => value.replaceAll(/\r\n?/g, "\n").replaceAll(/(?!\n)\p{Cc}/gu, "");
      expect(read(valueOf(file, "SUMMARY")!)).toBe(kept(title));
      expect(read(valueOf(file, "DESCRIPTION")!)).toBe(kept(description));
    }),
  );
});

test("the addresses are plain ones, and say the same", () => {
  fc.assert(
    fc.property(text, text, (title, description) => {
      const [google, outlook] = [googleUrl, outlookUrl].map((make) => make({ ...REVIEW, title, description }));
      expect([google, outlook].map((url) => isPlainUrl(url!))).toEqual([true, true]);
      expect(new URL(google!).searchParams.get("text")).toBe(title.toWellFormed());
      expect(new URL(outlook!).searchParams.get("subject")).toBe(title.toWellFormed());
    }),
  );
  expect(new URL(googleUrl(REVIEW)).searchParams.get("dates")).toBe("20251124T100000Z/20251124T110000Z");
  expect(new URL(outlookUrl(REVIEW)).searchParams.get("startdt")).toBe("2025-11-24T10:00:00Z");
});
