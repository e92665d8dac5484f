/** Which earlier incidents a new one is like: the same named cause or the same telling words, on the same component or on another one, and why. */
import type { Analysis } from "#src/analysis/analysis.ts";
import { readFindings } from "#src/analysis/read-findings.ts";
import type { Config } from "#src/config/schema.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import { startOf, type Incident } from "#src/incident/incident.ts";
import type { RemediationItem } from "./item.ts";
import type { RepositoryRecords } from "./records.ts";
import { type Likeness, searchAlike } from "./search-alike.ts";
import { tellingWords } from "./telling-words.ts";

/** An earlier incident, and what makes it like the new one. */
export interface SimilarIncident {
  readonly incident: Incident;
  /** Shared, sorted; empty = it was elsewhere. */
  readonly components: readonly string[];
  /** Shared cause labels without their prefix, sorted. */
  readonly causes: readonly string[];
  /** Shared words of titles and causes, sorted. */
  readonly words: readonly string[];
  /** What made it possible then, as its analysis says. */
  readonly learned: readonly string[];
  /** The same cause on the same component: both carry the label, or their analyses give it in the same words. Then what was done about it did not hold. */
  readonly sameCause: boolean;
  readonly items: readonly RemediationItem[];
}

/** Titles of so many of the latest are searched. */
const MOST_SEARCHED = 500;
/** The causes of so many are read, on the same component and elsewhere: analyses are long, and old ones say less. */
const MOST_READ = 20;
const MOST_READ_ELSEWHERE = 10;
const MOST_LEARNED = 2;
const MOST_NAMED = 5;
const WORDS_OF_ONE_CAUSE = 3;

type Known = Pick<RepositoryRecords, "incidents" | "analyses" | "items">;

/**
 * At most five: those on the same component first, then those with the same cause label, then by how rare the words are that they
 * share, then the latest. Only confirmed incidents that began earlier count.
 */
export function similarIncidents(
  incident: Incident,
  records: Known,
  config: Pick<Config, "labels">,
): readonly SimilarIncident[] {
  const began = startOf(incident).at;
  const earlier = records.incidents
    .filter((other) => other.confirmed && !other.external && !sameIssue(other.issue, incident.issue))
    .filter((other) => startOf(other).at < began)
    .toSorted((a, b) => startOf(b).at - startOf(a).at || b.issue.number - a.issue.number)
    .slice(0, MOST_SEARCHED);
  const own = textsOf(incident, records);
  const texts = textsOfEarlier(incident, earlier, records);
  const alike = searchAlike(
    own.all,
    texts.map(({ all }) => all),
  );
  return earlier
    .flatMap((other, index): Candidate[] => {
      const candidate = { incident, own, other, theirs: texts[index]!, alike: alike.get(index) ?? UNLIKE };
      const causes = shared(causeLabels(incident, config), causeLabels(other, config));
      return causes.length > 0 || candidate.alike.score > 0 ? [{ ...candidate, causes }] : [];
    })
    .toSorted((a, b) => rankOf(b) - rankOf(a) || b.alike.score - a.alike.score)
    .slice(0, MOST_NAMED)
    .map((candidate) => describe(candidate, records));
}

const UNLIKE: Likeness = { words: [], score: 0 };

function rankOf({ incident, other, causes }: Candidate): number {
  return (shared(incident.components, other.components).length > 0 ? 2 : 0) + (causes.length > 0 ? 1 : 0);
}

interface Texts {
  readonly all: readonly string[];
  readonly causes: readonly string[];
  readonly learned: readonly string[];
}

interface Candidate {
  readonly incident: Incident;
  readonly own: Texts;
  readonly other: Incident;
  readonly theirs: Texts;
  readonly alike: Likeness;
  readonly causes: readonly string[];
}

function describe({ incident, own, other, theirs, alike, causes }: Candidate, records: Known): SimilarIncident {
  const analysis = analysisOf(other, records);
  const components = shared(incident.components, other.components);
  const isOneCause = causes.length > 0 || shared(own.causes, theirs.causes).length >= WORDS_OF_ONE_CAUSE;
  return {
    incident: other,
    components,
    causes,
    words: alike.words,
    learned: theirs.learned,
    sameCause: components.length > 0 && isOneCause,
    items: records.items.filter((item) => item.analysis && analysis && sameIssue(item.analysis, analysis.issue)),
  };
}

/** Latest first; the causes of the latest here and elsewhere are read, of the others the title alone. */
function textsOfEarlier(incident: Incident, earlier: readonly Incident[], records: Known): readonly Texts[] {
  const isHere = (other: Incident) => shared(incident.components, other.components).length > 0;
  const read = new Set([
    ...earlier.filter((other) => isHere(other)).slice(0, MOST_READ),
    ...earlier.filter((other) => !isHere(other)).slice(0, MOST_READ_ELSEWHERE),
  ]);
  return earlier.map((other) => textsOf(other, read.has(other) ? records : null));
}

/** Names of components say nothing about the cause. `records` = null: by the title alone. */
function textsOf(incident: Incident, records: Known | null): Texts {
  const analysis = records && analysisOf(incident, records);
  const causes = analysis ? readFindings(analysis.issue.body).causes.map(({ text }) => text) : [];
  const but = new Set(incident.components);
  return {
    all: tellingWords([incident.title, ...causes].join("\n"), but),
    causes: tellingWords(causes.join("\n"), but),
    learned: causes.slice(0, MOST_LEARNED),
  };
}

function analysisOf(incident: Incident, { analyses }: Known): Analysis | undefined {
  return analyses.find((analysis) => sameIssue(analysis.incident, incident.issue));
}

function causeLabels({ labels = [] }: Incident, config: Pick<Config, "labels">): string[] {
  const prefix = config.labels.cause.toLowerCase();
  return labels
    .map((label) => label.toLowerCase())
    .filter((label) => prefix !== "" && label.startsWith(prefix) && label.length > prefix.length)
    .map((label) => label.slice(prefix.length));
}

function shared(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set(a)].filter((one) => b.includes(one)).toSorted();
}
