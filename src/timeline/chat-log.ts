/** Tells a pasted chat from a timeline: there every line has a speaker. */

const SPEAKER =
  /^[\s>*-]{0,6}[[(]?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm])?[\])]?\s{0,3}(?!(?:[AaPp]\.?[Mm]|UTC|GMT|Z|[A-Z]{1,4}T)\b)(?:<[@+%~&]?[\w.[\]|-]{1,30}>|@?[A-Za-z][\w.-]{1,24}(?: [A-Z][\w.-]{0,20})?\s?(?:>|:\s))/;
const NICK = /<[@+%~&]?[\w.[\]|-]{1,30}>/;
const STEP =
  /^(?:note|status|update|root|cause|detection|recovery|alert|alerts|incident|deploy|started|resolved|impact|identified|mitigated|monitoring|investigating|discovery|action|fix|start|end|begin)\b/i;

/** True when most of the lines (as written) begin with a time and a speaker. Few lines prove nothing. */
export function chatLike(lines: readonly string[]): boolean {
  if (lines.length < 3) return false;
  const said = lines.filter((line) => isSaid(line.slice(0, 120)));
  if (said.length * 10 < lines.length * 7) return false;
  if (said.some((line) => NICK.test(line.slice(0, 120)))) return true;
  // Speakers come again; the first words of what happened rarely do.
  const speakers = new Set(said.map((line) => speakerOf(line)));
  return speakers.size * 2 <= said.length;
}

function isSaid(line: string): boolean {
  return SPEAKER.test(line) && !STEP.test(speakerOf(line));
}

function speakerOf(line: string): string {
  return line
    .slice(0, 120)
    .replace(/^[\s>*-]*[[(]?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm])?[\])]?\s*/, "")
    .replace(/[:>].*$/s, "")
    .toLowerCase();
}
