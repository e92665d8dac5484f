/** How the labels that we make look: colour and description by what the label says. */

/** Colour as six hexadecimal digits without `#`; description at most 100 characters. */
interface LabelStyle {
  readonly color: string;
  readonly description: string;
}

/** By the usual names; the first that fits counts. Names are configurable, so whatever fits none gets the last row. */
const STYLES: readonly (readonly [pattern: RegExp, style: LabelStyle])[] = [
  [/^incident$/i, { color: "d73a4a", description: "Users were or are affected" }],
  [/^near-miss$/i, { color: "f9a03f", description: "It nearly affected users: worth learning from" }],
  [/^pia$/i, { color: "5319e7", description: "Post-incident analysis" }],
  [/^remediation$/i, { color: "1d76db", description: "Follow-up work from a post-incident analysis" }],
  [/^component:/i, { color: "c5def5", description: "The part of the system that is concerned" }],
  [/^sev(?:erity)?:1$/i, { color: "b60205", description: "Severity 1: most users, data or security" }],
  [/^sev(?:erity)?:2$/i, { color: "d93f0b", description: "Severity 2: many users or a major function" }],
  [/^sev(?:erity)?:3$/i, { color: "fbca04", description: "Severity 3: some users, with a workaround" }],
  [/^sev(?:erity)?:/i, { color: "fef2c0", description: "Severity 4: hardly anybody noticed" }],
  [/^priority:P0$/i, { color: "b60205", description: "Blocks a release, or can recur now" }],
  [/^priority:P1$/i, { color: "d93f0b", description: "Must be done by its due date" }],
  [/^priority:P2$/i, { color: "fbca04", description: "Should be done" }],
  [/^priority:/i, { color: "fef2c0", description: "Would be good to have" }],
  [/^proposed$/i, { color: "e4e669", description: "Not accepted yet: does not hold anything back" }],
  [/^in progress$/i, { color: "0e8a16", description: "Somebody works on it" }],
  [/^verified$/i, { color: "0e8a16", description: "Shown to work" }],
  [/^aftercare$/i, { color: "bfd4f2", description: "Read by Aftercare: please leave it in place" }],
];

const OTHER: LabelStyle = { color: "bfd4f2", description: "Used by Aftercare" };

/** The look of a label that does not exist yet. An existing label is never changed. */
export function labelStyle(label: string): LabelStyle {
  return STYLES.find(([pattern]) => pattern.test(label))?.[1] ?? OTHER;
}
