/** Offers another wording of an item's title, by fixed rules over what people often write first: begin with what will be there afterwards. */

/** One rule: what it looks at, and what it makes of the rest; null = it has nothing better. */
interface Rule {
  readonly when: RegExp;
  readonly say: (rest: string) => string | null;
}

const PEOPLE =
  "(?:we|i|you|they|the team|(?:the )?(?:engineers?|developers?|people|operators?|reviewers?)|someone|somebody|everyone)";
const MUST = "(?:should|must|need(?:s)? to|ha(?:ve|s) to|could|will|want to|ought to|are going to)";
/** A sentence can follow “that”; a thing cannot. */
const IS_SENTENCE = /\b(?:is|are|can(?:not)?|does|do|has|have|never|always|gets?|stays?|works?|will|must|cannot)\b/i;

const RULES: readonly Rule[] = [
  { when: new RegExp(`^${PEOPLE} (?:all |also |really )?${MUST} (.+)$`, "i"), say: (rest) => rest },
  {
    when: new RegExp(
      `^(?:ensure|make sure)(?: that)? ${PEOPLE} (?:always )?(?:check|verify|test)s?(?: that)? (.+)$`,
      "i",
    ),
    say: (rest) => `add an automated check that ${rest}`,
  },
  {
    when: /^(?:ensure|make sure)(?: that)? (.+)$/i,
    say: (rest) => (IS_SENTENCE.test(rest) ? `add a check that ${rest}` : null),
  },
  {
    when: new RegExp(`^(?:remind|train|retrain|educate|tell) (?:${PEOPLE}|everybody) (?:again )?to (.+)$`, "i"),
    say: (rest) => `automate what nobody should have to remember: ${rest}`,
  },
  { when: /^remember to (.+)$/i, say: (rest) => `automate what nobody should have to remember: ${rest}` },
  {
    when: /^be (?:more )?careful (?:when|while|with) (.+)$/i,
    say: (rest) => `ask for a confirmation before ${rest}`,
  },
  { when: /^try (?:to )?(.+)$/i, say: (rest) => rest },
  {
    when: /^(?:improve|better|more|add better) (?:monitoring|alerting|observability|alerts)(?: of| for| on| in| around)? (.+)$/i,
    say: (rest) => `alert on ${rest} before users notice`,
  },
  {
    when: /^(?:think about|consider|discuss|talk about) (whether .+)$/i,
    say: (rest) => `decide ${rest}, and write down why`,
  },
  {
    when: /^(?:think about|consider|discuss|talk about) (.+)$/i,
    say: (rest) => `decide on ${rest}, and write down why`,
  },
  {
    when: /^(?:look into|figure out|investigate) (why .+|how .+|what .+)$/i,
    say: (rest) => `find out ${rest}, and write down what follows`,
  },
  {
    when: /^(?:look into|investigate) (.+)$/i,
    say: (rest) => `find out what is behind ${rest}, and write down what follows`,
  },
  {
    when: /^(?:review|revisit|look at) (.+)$/i,
    say: (rest) => `check ${rest} against this incident, and correct what is wrong`,
  },
];

const MOST_STEPS = 4;

/** A title that says what will be there, made of the same words; null when the rules know none. It never equals `title`. */
export function betterTitle(title: string): string | null {
  let words = title
    .trim()
    .replaceAll(/\s+/g, " ")
    .replace(/[.!]+$/, "");
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = improved(words);
    if (next === null) break;
    words = next;
  }
  const found = words.charAt(0).toUpperCase() + words.slice(1);
  return found.toLowerCase() ===
    title
      .trim()
      .replace(/[.!]+$/, "")
      .toLowerCase()
    ? null
    : found;
}

function improved(words: string): string | null {
  for (const { when, say } of RULES) {
    const rest = when.exec(words)?.[1];
    const said = rest === undefined ? null : say(rest);
    if (said !== null) return said;
  }
  return null;
}
