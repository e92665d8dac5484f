/** An appointment as a calendar file (RFC 5545) and as the addresses that add it to calendars on the web. */
import { formatInstant, type Instant } from "./instant.ts";

/** One appointment. */
export interface Invitation {
  /** The same for all versions of one appointment, and of no other. */
  readonly uid: string;
  /** Grows with each change, so that calendars replace the older version. */
  readonly sequence: number;
  readonly start: Instant;
  readonly end: Instant;
  /** When this version was made. */
  readonly stamp: Instant;
  readonly title: string;
  readonly description: string;
  /** Where it is prepared, and where one meets unless another place is said. */
  readonly url: string;
}

/** The calendar file, every line ended by CRLF and folded at 75 octets. It invites nobody by itself: whoever opens it adds it. */
export function calendarFile(invitation: Invitation): string {
  const { uid, sequence, start, end, stamp, title, description, url } = invitation;
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Aftercare//Review//EN",
    "METHOD:PUBLISH",
    "BEGIN:VEVENT",
    `UID:${escapeValue(uid)}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${utc(stamp)}`,
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(end)}`,
    `SUMMARY:${escapeValue(title)}`,
    `DESCRIPTION:${escapeValue(description)}`,
    // A URL is no text: it is written as it is.
    `URL:${url.replaceAll(/[\r\n]/g, "")}`,
    `LOCATION:${escapeValue(url)}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** Opens Google's calendar with the appointment filled in. */
export function googleUrl({ start, end, title, description, url }: Invitation): string {
  const values = { text: title, dates: `${utc(start)}/${utc(end)}`, details: description, location: url };
  return `https://calendar.google.com/calendar/render?action=TEMPLATE&${query(values)}`;
}

/** Opens Outlook on the web (Microsoft 365) with the appointment filled in. */
export function outlookUrl({ start, end, title, description, url }: Invitation): string {
  const values = {
    subject: title,
    startdt: formatInstant(start),
    enddt: formatInstant(end),
    body: description,
    location: url,
  };
  return `https://outlook.office.com/calendar/0/deeplink/compose?path=/calendar/action/compose&rru=addevent&${query(values)}`;
}

/** `20261122T053000Z`. */
function utc(instant: Instant): string {
  return formatInstant(instant).replaceAll(/[-:]/g, "");
}

function escapeValue(text: string): string {
  return text
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll(/\r\n?|\n/g, String.raw`\n`)
    .replaceAll(/\p{Cc}/gu, "");
}

const LONGEST_OCTETS = 75;

/** Lines longer than 75 octets go on after CRLF and a space; characters of several octets stay whole. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let result = "";
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > LONGEST_OCTETS) {
      result += "\r\n ";
      octets = 1;
    }
    result += character;
    octets += size;
  }
  return result;
}

// Parentheses and quotation marks would end a Markdown link.
function query(values: Readonly<Record<string, string>>): string {
  const encode = (value: string) =>
    encodeURIComponent(value.toWellFormed()).replaceAll(
      /[!'()*]/g,
      (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  return Object.entries(values)
    .map(([name, value]) => `${name}=${encode(value)}`)
    .join("&");
}
