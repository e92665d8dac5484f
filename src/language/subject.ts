/** Finds out whether a person is the subject of what stands behind: `the developer who wrote it forgot`, not `the pods failed`. */

/** Who it is said of. */
export interface Subject {
  readonly text: string;
  readonly kind: "self" | "group" | "specific";
}

/** Words for people by what they do, as alternatives of a regular expression. */
export const ROLE =
  "engineers?|developers?|devs?|admins?|administrators?|sysadmins?|responders?|authors?|reviewers?|maintainers?|interns?|sres?|dbas?|colleagues?|employees?|contractors?|managers?|(?:team |tech )?leads?|directors?|supervisors?|testers?|architects?|consultants?|deployers?|technicians?|analysts?|committers?|coders?|programmers?|operators?|staff|leadership|management|team members?|crew|(?:night|day|early|late) shift|on-?call|oncall|qa|devops|ops|teams?|someone|somebody|people|person|individual|nobody|no one";
const PRONOUN = "i|we|he|she|you|they|@[a-z\\d][a-z\\d-]{0,38}";
const BETWEEN =
  "(?:,? (?:(?:on|in|from|at) (?:the |our )?[\\w-]{1,20}|who|of (?:the|this|that) [\\w-]{1,20}|that|on call|on duty|on shift|in charge|responsible|at the time|creating|making|doing|performing|running|deploying|writing|reviewing|handling|working|investigating|triggering|merging)(?: [\\w'@/#-]+){0,6}?)?";
const ADVERB =
  "(?: (?:had|has|have|also|simply|just|then|subsequently|apparently|completely|initially|mistakenly|wrongly|clearly|obviously|accidentally|inadvertently|probably|may|might|must|both|all|first|again|even|still|really|carelessly|unfortunately|sadly|however|did|all)){0,3}";

// Anchored at the end, and looked at over a short stretch only.
const PERSON = new RegExp(`(?<![\\w@'/-])(${PRONOUN}|${ROLE})${BETWEEN}${ADVERB} $`, "i");
const SOMEBODY = new RegExp(`(?<![\\w'/-])(?:${ROLE})(?![\\w-])`, "i");
const LONGEST = 110;

// Software is called an operator, too; it fails, but it does not forget.
const SOFTWARE =
  /\b(?:kubernetes|k8s|pods?|crds?|reconcil\w*|controllers?|helm|namespaces?|custom resources?)\b|\boperators? (?:\S+ ){0,4}its\b/i;
const SOFTWARE_REPORT =
  /\b(?:[\w-]{1,40}-operator|operators? (?:pods?|restarts?|restarted|reconcil\w+|images?|versions?|v?\d[\d.]*|crash\w*|logs?|deployments?|bundles?|framework|sdk)|kubernetes operators?)\b/i;

/** What the report as a whole says about its words. */
export interface ReportWords {
  /** `operator` is a program in it. */
  readonly operatorIsSoftware: boolean;
}

/** Looks at all texts once. Names of code count, too: `prometheus-operator`. */
export function wordsOfReport(units: readonly { readonly text: string }[]): ReportWords {
  return { operatorIsSoftware: units.some(({ text }) => SOFTWARE_REPORT.test(text)) };
}

/**
 * The person that stands as subject right before a place in a text; null when there is none, or a thing stands nearer.
 * `they` is a person only when the text before it speaks of somebody.
 */
export function subjectBefore(text: string, at: number, words: ReportWords): Subject | null {
  const start = Math.max(0, at - LONGEST);
  const before = text.slice(start, at).replaceAll(/\s/g, " ");
  const clause = before.slice(lastBreak(before));
  const found = PERSON.exec(clause.endsWith(" ") ? clause : `${clause} `);
  if (!found) return null;
  const word = found[1]!;
  if (isProgram(word, words, text.slice(start, at + LONGEST))) return null;
  if (/^they$/i.test(word) && !SOMEBODY.test(text.slice(Math.max(0, start - 200), at))) return null;
  return { text: clause.slice(found.index).trim(), kind: kindOf(word) };
}

function isProgram(word: string, { operatorIsSoftware }: ReportWords, around: string): boolean {
  return /^operators?$/i.test(word) && (operatorIsSoftware || SOFTWARE.test(around));
}

const BEGINS = new RegExp(
  `^(?:(?:and|but|so|then|because|that|the|an?|our|one|of|two|this|another|[\\w-]{2,14}) ){0,3}(${PRONOUN}|${ROLE}) `,
  "i",
);

/** The person that a clause begins with, whatever stands between it and the place; null when it begins with something else. */
export function subjectOfClause(text: string, at: number, words: ReportWords): Subject | null {
  const start = Math.max(0, at - LONGEST);
  const before = text.slice(start, at).replaceAll(/\s/g, " ");
  const clause = before.slice(lastBreak(before)).trimStart();
  const found = BEGINS.exec(clause);
  const word = found?.[1];
  if (word === undefined || isProgram(word, words, clause)) return null;
  return { text: clause.trim(), kind: kindOf(word) };
}

// Products and words at the beginning of a sentence; whoever else has a capital letter is a person or a rare product.
const NO_NAME =
  /^(?:this|users|customers|clients|visitors|browsers|servers|services|nodes|pods|jobs|workers|requests|that|these|those|it|there|then|which|what|when|after|before|because|since|and|but|so|also|however|nothing|something|everything|system|service|server|client|cache|pod|node|job|script|test|tests|alert|redis|kafka|postgres|postgresql|mysql|mongo|mongodb|kubernetes|terraform|docker|nginx|github|gitlab|jenkins|prometheus|grafana|consul|vault|envoy|istio|helm|argo|argocd|ansible|puppet|chef|elasticsearch|rabbitmq|cloudflare|amazon|google|azure|heroku|stripe|linux|python|java|chrome|slack|pagerduty|datadog|sentry|travis|hub|binder|prow)$/i;
const NAME = /(?:^|\s)(\p{Lu}\p{Ll}{2,14}) $/u;

/** The capitalised word right before a place when it may be somebody's name; null otherwise. */
export function nameBefore(text: string, at: number): Subject | null {
  const found = NAME.exec(text.slice(Math.max(0, at - 20), at).replaceAll(/\s/g, " "));
  const name = found?.[1];
  return name === undefined || NO_NAME.test(name) ? null : { text: name, kind: "specific" };
}

function kindOf(word: string): Subject["kind"] {
  if (/^i$/i.test(word)) return "self";
  return /^(?:we|you|people|nobody|no one|teams?)$/i.test(word) ? "group" : "specific";
}

/** Where the clause begins that the end of the text stands in. */
function lastBreak(text: string): number {
  const marks = [". ", "; ", ": ", "| ", "? ", "! ", ") "].map((mark) => text.lastIndexOf(mark) + mark.length);
  return Math.max(0, ...marks.filter((at) => at > 1));
}
