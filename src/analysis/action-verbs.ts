/** Verbs that action items begin with, so that a line of prose can be told from a thing to do. */

const VERBS =
  "add adjust adopt agree alert allow analyse analyze apply ask assign assess audit automate avoid backfill backport block bring build bump cap " +
  "change check clarify clean cleanup clear close collect come communicate complete configure confirm consider consolidate contact continue convert " +
  "coordinate create cut cut-over decide decommission decouple decrease define delete deploy deprecate design determine develop disable discuss " +
  "distribute do document double-check drop educate eliminate enable encrypt enforce enhance ensure escalate establish evaluate examine expand explore " +
  "expose extend extract figure file find finish fix follow follow-up force formalise formalize gate generate get give harden have hire identify implement " +
  "improve include increase inform instrument integrate introduce investigate isolate issue keep launch learn leverage limit list load-test log look lower make measure " +
  "merge migrate mitigate modify monitor move notify open optimise optimize organise organize overhaul pin plan port postmortem prepare prevent " +
  "prioritise prioritize profile promote protect provide publish purge push put raise rate-limit re-enable re-evaluate reach rebuild reconsider record " +
  "redesign reduce refactor refine refresh remind remove rename reorganise reorganize replace report request require research resolve restart restore " +
  "restrict retire rethink ring retrain reverse revert review revise revisit revoke rewrite roll rollback rotate run scale schedule script secure send " +
  "separate set setup share ship shorten simplify simulate speak spike split stage standardise standardize start stop store streamline strengthen " +
  "structure submit support switch sync synchronise tag talk teach test throttle tighten track train transfer tune turn understand unify update " +
  "upgrade use validate verify version warn watch work write";

const KNOWN = new Set(VERBS.split(" "));

/** True when the text begins with one of some 250 verbs of change, in their base form. */
export function beginsWithVerb(text: string): boolean {
  const first = /^[A-Za-z][A-Za-z-]{1,14}(?![A-Za-z-])/.exec(text)?.[0];
  return first !== undefined && KNOWN.has(first.toLowerCase());
}

// `In order to ensure`, `We need to`: nobody's name stands before these.
const NO_DOER =
  /^(?:in|due|thanks|according|prior|we|i|you|it|this|that|these|those|there|our|as|up|back|with|by|what|how|when|if|to)\b|\b(?:order|needs?|due|able|want|have|had|has|going|used|try|trying|failed|began|started|continued|led|leads|close|access|respect|regard|response) (?:is |are )?to /i;

/** `Networks to list the modules`, `Facilities team to ring the vendor`: who, and what they are to do. */
export function namesDoer(text: string): boolean {
  const found = /^\p{Lu}[\p{L}\d/&-]{0,20}(?: [\p{L}\d/&-]{1,20}){0,3}? (?:is |are )?to ([a-z][a-z-]{1,14})\b/u.exec(
    text,
  );
  return found !== null && KNOWN.has(found[1]!) && !NO_DOER.test(found[0]);
}
