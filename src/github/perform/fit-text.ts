/** Keeps texts within GitHub's limits, and says so in the text when something had to be left out. */

/** GitHub allows 65,536 characters in the body of an issue or comment, 65,535 in the texts of a check run. */
export const BODY_LIMIT = 65_535;

const NOTE = "\n\n_The rest is left out: GitHub allows no longer text here._\n";

/** Room for what closes an open fence or fold. */
const RESERVE = 64;

/**
 * The text itself when it fits in `limit` bytes of UTF-8 (GitHub counts some texts in characters, some in bytes: bytes fit
 * both); else as many whole lines as fit, open fences and folds closed, and a note. `keep` (our marker) is never lost.
 */
export function fitText(text: string, keep = "", limit = BODY_LIMIT): string {
  if (byteLength(text) <= limit) return text;
  const room = limit - byteLength(NOTE) - byteLength(keep) - RESERVE;
  const head = closeOpenParts(wholeLines(text, room));
  const tail = head.includes(keep) ? "" : `${keep}\n`;
  return `${head}${NOTE}${tail}`;
}

/** At most `limit` UTF-16 units (as GitHub counts titles and descriptions), with an ellipsis in place of what is left out. */
export function fitLine(line: string, limit: number): string {
  if (line.length <= limit) return line;
  const cut = line.slice(0, limit - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** True when both texts are the same to a reader: GitHub stores what browsers send with CRLF, and may drop space at the end. */
export function sameText(a: string, b: string): boolean {
  return normalise(a) === normalise(b);
}

function normalise(text: string): string {
  return text.replaceAll("\r\n", "\n").trimEnd();
}

function byteLength(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

/** As many whole lines as fit; a first line that is too long is cut between characters. */
function wholeLines(text: string, room: number): string {
  const bytes = Buffer.from(text, "utf8");
  let end = room;
  while (end > 0 && isContinuation(bytes[end])) end -= 1;
  const cut = bytes.subarray(0, end).toString("utf8");
  const line = cut.lastIndexOf("\n");
  return line > 0 ? cut.slice(0, line) : cut;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >> 6 === 0b10;
}

/** A note inside an open fence, comment or fold would not be seen. */
function closeOpenParts(text: string): string {
  const comment = text.lastIndexOf("<!--");
  const visible = comment > text.lastIndexOf("-->") ? text.slice(0, comment) : text;
  const fences = visible.match(/^ {0,3}(```+|~~~+)/gm) ?? [];
  const fence = fences.length % 2 === 1 ? `\n${fences.at(-1)!.trim()}` : "";
  const folds = (visible.match(/<details\b/g) ?? []).length - (visible.match(/<\/details>/g) ?? []).length;
  return `${visible}${fence}${folds > 0 ? `\n\n${"</details>".repeat(Math.min(folds, 4))}` : ""}`;
}
