/** What a section of an incident report is about, by its title: people use some hundred titles for a dozen things. */

/** `excluded` = nothing in it belongs to the report's own account: chat logs, change histories, agendas. */
export type SectionRole =
  | "timeline"
  | "moments"
  | "actions"
  | "whys"
  | "cause"
  | "factors"
  | "trigger"
  | "poorly"
  | "well"
  | "lucky"
  | "lessons"
  | "impact"
  | "summary"
  | "detection"
  | "response"
  | "recovery"
  | "people"
  | "excluded";

// The first that matches counts, so the more particular ones stand first. Titles come from `normaliseTitle`.
const ROLES: readonly (readonly [SectionRole, RegExp])[] = [
  [
    "excluded",
    /\b(?:chat ?logs?|irc|slack (?:log|thread|conversation|transcript|messages|discussion)|conversation|transcripts?|discussions?|changelog|change log|(?:revision|document|change|version) history|revisions|agenda|meeting notes|appendix|glossary|references|links|log output|raw logs?|logs|console output|next update|faq|q&a)\b/,
  ],
  ["moments", /^(?:key|important|main) (?:events|moments|times|timestamps|dates|milestones)\b|^milestones$/],
  ["whys", /\bwhys\b|\b(?:5|five) why\b|\b5-whys\b|^why\b.*\bwhy\b/],
  [
    "poorly",
    /\b(?:went|go|goes|gone|going) (?:wrong|poorly|badly|bad|less well|not (?:so |as )?well)\b|\b(?:did not|didn't|did n't|not) (?:go|work|went)\b|\bcould have (?:gone|been) better\b|\b(?:needs? improvement|to improve|(?:could|should|can) be (?:improved|better)|areas? (?:for|of) improvement|do better|pain points|went less)\b|^(?:bad|the bad|cons|negatives?|what sucked)$/,
  ],
  [
    "well",
    /\b(?:went|go|goes|worked|gone) (?:well|right|good)\b|^(?:good|the good|pros|positives?|highlights)$|\bwhat worked\b|\bthings that worked\b/,
  ],
  ["response", /\bactions? (?:we )?(?:taken|took)\b/],
  ["lucky", /\b(?:got|were|was|been) lucky\b|^luck\b|\bluck$/],
  // A `timeline of impact and remediation` is a timeline.
  ["timeline", /\b(?:timelines?|time line|timetables?|chronology|sequence of events)\b/],
  [
    "actions",
    /\b(?:action[ -]?items?|action points?|actions?|follow[ -]?ups?|follow(?:ing)?[ -]up|corrective|correctives|preventati?ve|preventive|prevention|remediations?|next steps|to[- ]?dos?$|^to[- ]dos?|todos?|things to do|what we (?:still )?have to do|improvements?|improving|mitigations? (?:plan|items|going forward)|countermeasures|(?:long|short|medium)[- ]term (?:fix(?:es)?|solutions?|measures|plans?)|recommendations?|what (?:are )?we(?:'re| are| will|'ll| have|'ve)?(?: already)? (?:be |now )?(?:doing|changing|improving|do|done|change)|(?:plans?|changes|steps) (?:for the future|going forward|moving forward|to prevent|we're making|we are making)|future (?:work|plans|prevention)|moving forward|going forward|where (?:do |should |will )?we go (?:from here|next)|what(?:'s| is| happens| comes)? next|looking ahead|the road ahead|what (?:is|are|was|has been|have been|'s) (?:being )?(?:done|changed|changing|improved)\b|what's (?:being done|changing)|(?:less likely|not happen again|(?:from )?happen(?:ing)? again)|how (?:are|will|do|can) we (?:mak\w+|improv\w+|avoid\w*|address\w*|ensur\w+|stop\w*)|steps .{0,40}\b(?:taking|taken|take)\b|how (?:will|do|can|are) we prevent\w*|massnahmen|maßnahmen|actionables?|^ais$|measures$|^measures\b|mesures|medidas|acciones|tickets|tasks|work items|resolutions and)\b/,
  ],
  [
    "timeline",
    /\b(?:chronolog\w*|course of events|order of events|event log|incident log|events|history of (?:the )?(?:incident|outage|events)|play[ -]by[ -]play|blow[ -]by[ -]blow|zeitachse|zeitlicher|zeitverlauf|zeitleiste|ablauf|verlauf|chronologie|cronolog[ií]a|d[ée]roul[ée])\b/,
  ],
  ["trigger", /^(?:the )?triggers?\b/],
  ["factors", /\b(?:contributing|contributory|factors?)\b/],
  [
    "cause",
    /\b(?:root[ -]?causes?|causes?|caused|fault|how did this happen|why (?:did|was|were|it|this)|origin|rca|what went on)\b/,
  ],
  ["lessons", /\b(?:lessons?|learn(?:ed|t|ings?)?|take[ -]?aways?|retrospective|reflections?|conclusions?)\b/],
  ["impact", /\b(?:impact\w*|affected|effects?|severity|scope|blast radius|consequences)\b/],
  ["detection", /\b(?:detect\w*|discovery|how (?:was it|did we) (?:detected|notice\w*|find))\b/],
  ["recovery", /\b(?:recover\w*|resolution|resolved|mitigation|fix|restoration)\b/],
  ["response", /\b(?:response|responding|communications?|escalation)\b/],
  ["people", /\b(?:attendees|participants|responders|people|authors?|acknowledge?ments?|thanks|credits|roles)\b/],
  [
    "summary",
    /\b(?:summary|overview|abstract|tl;?dr|introduction|background|leadup|lead-up|context|what happened|description|problem)\b/,
  ],
];

const LONGEST = 160;
/** `Slack conversation during the incident` is left out, `How long the logs of others could be read` is not. */
const LONGEST_EXCLUDED = 6;

/** The role of a title as `normaliseTitle` gives it; null when it says nothing that we know. */
export function roleOfTitle(title: string): SectionRole | null {
  if (title === "") return null;
  const start = title.slice(0, LONGEST);
  const isLong = start.split(" ").length > LONGEST_EXCLUDED;
  return ROLES.find(([role, words]) => words.test(start) && !(isLong && role === "excluded"))?.[0] ?? null;
}

const SOFT: ReadonlySet<SectionRole> = new Set([
  "detection",
  "response",
  "recovery",
  "impact",
  "summary",
  "trigger",
  "people",
]);
const STRONG: ReadonlySet<SectionRole> = new Set([
  "actions",
  "poorly",
  "well",
  "lucky",
  "whys",
  "timeline",
  "excluded",
]);

/**
 * The role of a title below another one: `Detection` among the action items divides them and is about actions; `Root causes`
 * below a timeline is about causes.
 */
export function roleWithin(own: SectionRole | null, above: SectionRole | null): SectionRole | null {
  if (own === null || above === null) return own ?? above;
  const divides =
    SOFT.has(own) || ((own === "cause" || own === "factors") && (above === "actions" || above === "whys"));
  return divides && STRONG.has(above) ? above : own;
}

const PLAIN_WORDS = 6;
const SURE = /\b(?:timeline|chronology|sequence of events|action items?|follow[- ]?ups?|next steps|corrective)\b/;

/** The role of a line such as `We will do the following:`. A whole sentence says what is below it only by a sure word. */
export function roleOfLabel(title: string): SectionRole | null {
  const isSentence = title.split(" ").length > PLAIN_WORDS;
  return isSentence && !SURE.test(title) ? null : roleOfTitle(title);
}
