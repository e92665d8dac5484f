/** What opened the gate this week: overrides, pauses, decisions, corrections and looser policies, each with who and why, so that all can see it. */
import { sayInstant, type Instant } from "#src/calendar/instant.ts";
import { sayIssue } from "#src/facts/issue-reference.ts";
import type { DigestFacts } from "#src/digest/digest-facts.ts";
import { bullets } from "#src/digest/bullets.ts";
import { brief, namedItem, people } from "#src/digest/phrases.ts";
import type { Section } from "#src/digest/section.ts";
import { isWithin } from "#src/digest/week.ts";

/** In order of time. */
export const gateOpenings: Section = {
  title: "What opened the gate this week",
  background: false,
  render: (facts) => {
    const all = [...overrides(facts), ...pauses(facts), ...marks(facts), ...corrections(facts), ...decisions(facts)];
    const seen = all
      .filter(({ at }) => at < facts.asOf)
      .toSorted((a, b) => a.at - b.at || (a.words < b.words ? -1 : 1));
    const list = bullets([...seen.map(({ words }) => words), ...(facts.kept?.loosened ?? [])]);
    return list && `${list}\n\nDo the reasons repeat? Then a rule or a tool wants changing, not the people who asked.`;
  },
};

interface Opening {
  readonly at: Instant;
  readonly words: string;
}

const LONGEST_REASON = 140;

/** The same words stand on every analysis that held the pull request back: they are told once. */
function overrides({ records, week, repository }: DigestFacts): Opening[] {
  const entries = records.analyses.flatMap(({ record }) => record?.log ?? []);
  const told = new Map<string, Opening>();
  for (const { at, by, what } of entries) {
    const match = /^([\w.-]*(?:\/[\w.-]+)?#\d+): override (asked for|approved)(?:: )?(.*)$/s.exec(what);
    if (!match || !isWithin(at, week)) continue;
    const [, pull = "", act = "", reason = ""] = match;
    const why = reason === "" ? "" : `: “${brief(reason, LONGEST_REASON)}”`;
    const place = pull.startsWith(`${repository.owner}/${repository.repo}#`) ? pull.slice(pull.indexOf("#")) : pull;
    const words = `**Override ${act}** on ${place} by ${people([by])}, ${sayInstant(at)}${why}`;
    told.set(words, { at, words });
  }
  return [...told.values()];
}

function pauses({ pauses: held }: DigestFacts): Opening[] {
  return held.map(({ issue, components, by, reason, from, until, endedAt }) => {
    const end = endedAt < until ? `, taken back ${sayInstant(endedAt)}` : "";
    const words = `**Pause** of ${people(components)} by ${people([by])}, ${sayInstant(from)} to ${sayInstant(until)}${end} (#${issue.number}): “${brief(reason, LONGEST_REASON)}”`;
    return { at: from, words };
  });
}

function marks({ records, week, repository }: DigestFacts): Opening[] {
  return records.analyses.flatMap(({ incident, record }) => {
    const external = record?.external ?? null;
    if (external === null || !isWithin(external.at, week)) return [];
    const words = `**Cause outside:** ${sayIssue(incident, repository)} burns no error budget, said ${people([external.by])}${because(external.reason)}`;
    return [{ at: external.at, words }];
  });
}

/** A correction that makes an incident look smaller needs a reason; those without one made none smaller. */
function corrections({ records, week, repository }: DigestFacts): Opening[] {
  return records.analyses.flatMap(({ incident, record }) =>
    (record?.corrections ?? [])
      .filter(({ field, at, reason }) => isWithin(at, week) && reason !== null && LOOSENING.test(field))
      .map(({ field, from, to, by, at, reason }) => {
        const change = `${brief(field)} from ${brief(from)} to ${brief(to)}`;
        const words = `**Correction** on ${sayIssue(incident, repository)}: ${change}, by ${people([by])}${because(reason)}`;
        return { at, words };
      }),
  );
}

const LOOSENING = /^(?:started|mitigated|impact|severity)\b/;

function decisions({ items, week, repository }: DigestFacts): Opening[] {
  return items.flatMap(({ item }) => {
    const { decision, state } = item;
    if (decision === null || decision.kind !== state || !isWithin(decision.at, week)) return [];
    const act = decision.kind === "rejected" ? "Rejected" : "Risk accepted";
    const words = `**${act}:** ${namedItem(item, repository)}, by ${people([decision.by])}${because(decision.reason)}`;
    return [{ at: decision.at, words }];
  });
}

function because(reason: string | null): string {
  return reason === null ? "" : `: “${brief(reason, LONGEST_REASON)}”`;
}
