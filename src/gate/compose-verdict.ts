/** Puts a decision into words: the headline, each component with its reasons, the notes, and the moment of the next change. */
import { sayInstant } from "#src/calendar/instant.ts";
import { type RepositoryName, sayIssue } from "#src/facts/issue-reference.ts";
import type { Concern, Scene } from "./concern.ts";
import { type ComponentDecision, decideComponents, type Decision } from "./decide.ts";
import type { OpenWork, RuleEvidence } from "./evidence.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { foreign } from "./foreign.ts";
import { headlineOf } from "./headline.ts";
import type { NextChange } from "./next-change.ts";
import { notesOf } from "./notes.ts";
import { remediationWithout } from "./open-work.ts";
import { type OverrideJudgement, sayApprovers } from "./override.ts";
import type { OverridePolicy } from "./policy.ts";
import type { ComponentStanding } from "./standing.ts";
import type { ComponentVerdict, Verdict } from "./verdict.ts";
import type { Voice } from "./voice.ts";

/** A decision with everything that it was made from. */
export interface Decided extends Scene {
  readonly concerning: readonly Concern[];
  readonly override: OverrideJudgement;
  readonly decision: Decision;
  readonly change: NextChange;
}

/** Writes the verdict. */
export function composeVerdict(decided: Decided): Verdict {
  const { facts, standing, override, decision } = decided;
  const components = decision.components.map((entry) => componentVerdict(entry, decided));
  const headline = headlineOf(decided, components);
  const { owner, repo, number } = facts.pull;
  const { path, ref, sha } = facts.policy;
  const said = {
    pull: { owner, repo, number },
    ...headline,
    components,
    override,
    urgent: headline.fails && headline.rule !== "config" ? sayWayThrough(standing.policy.override) : null,
    overridden: headline.rule === "G9" ? decision.overridden : null,
    notes: notesOf(decided),
    asOf: facts.now,
    ...decided.change,
    policy: { path, ref, sha },
  };
  return { ...said, fingerprint: fingerprintOf(essenceOf(said)) };
}

function componentVerdict(entry: ComponentDecision, decided: Decided): ComponentVerdict {
  const { component, paths, evidence } = decided.concerning[entry.index]!;
  const words = entry.row.words(evidence, voiceOf(component, decided));
  const then = entry.rule === "G2" ? whatComesAfter(component, evidence, decided) : [];
  return {
    name: component.name,
    verdict: entry.verdict,
    rule: entry.rule,
    mode: entry.enforced ? "enforce" : "report",
    softened: saySoftened(entry, component),
    ...words,
    unblock: [...words.unblock, ...then],
    paths,
    evidence,
  };
}

function voiceOf({ name }: ComponentStanding, { facts }: Decided): Voice {
  return { component: name, reader: facts.pull, now: facts.now };
}

/** A freeze comes before the other rows of the table: what would still hold once its items are done must not come as a surprise. */
function whatComesAfter(component: ComponentStanding, evidence: RuleEvidence, decided: Decided): readonly string[] {
  const done = evidence.incidentFreeze.flatMap(({ waitsFor }) => waitsFor);
  const remediation = remediationWithout(evidence.remediation, done);
  const input = {
    remediation: remediation.state,
    budget: component.budget.status,
    incidentFreeze: false,
    fixes: false,
  };
  const [next] = decideComponents({ kind: evidence.kind.kind, components: [input] }, decided.standing.policy);
  if (next?.verdict !== "block") return [];
  const { reason } = next.row.words({ ...evidence, remediation }, voiceOf(component, decided));
  return [`Then: ${reason}`];
}

function saySoftened({ softened }: ComponentDecision, { pause }: ComponentStanding): string | null {
  switch (softened) {
    case "bots":
      return "Only a warning for version bumps (`bots: warn`).";
    case "unavailable":
      return "Only a warning, because the changed files could not be read (`unknown: pass`).";
    case "pause":
      return pause && `Paused by @${pause.by} until ${sayInstant(pause.until)}: ${foreign(pause.reason)}.`;
    case null:
      return null;
  }
}

function sayWayThrough(policy: OverridePolicy): string {
  const [voices, answer] = policy.approvals === 1 ? ["somebody", "answers"] : [`${policy.approvals} people`, "answer"];
  return `If it cannot wait: comment \`/pia override reason:"…"\`, and ${voices} ${sayApprovers(policy)}, other than the author, ${answer} \`/pia approve\`.`;
}

/** What makes two verdicts different. Numbers that drift with time (shares, ages) are left out, so that nothing is rewritten for them. */
function essenceOf(said: Omit<Verdict, "fingerprint">): string {
  const { verdict, rule, fails, mode, overridden, nextChangeAt, liftsAt, notes, override } = said;
  const components = said.components.map((component) => essenceOfComponent(component, said.pull));
  return JSON.stringify([verdict, rule, fails, mode, overridden, nextChangeAt, liftsAt, notes, override, components]);
}

function essenceOfComponent(component: ComponentVerdict, reader: RepositoryName): unknown {
  const { name, verdict, rule, mode, softened, unblock, evidence } = component;
  const { remediation, fixes, kind, incidentFreeze, budget } = evidence;
  const works = [remediation.gating, remediation.minor, remediation.shown].map((group) =>
    group.map((work) => essenceOfWork(work, reader)),
  );
  const freezes = incidentFreeze.map(({ incident, title, waitsFor }) => [incident, title, waitsFor]);
  const steps = unblock.map((step) => step.replaceAll(DRIFTING, "0"));
  return [name, verdict, rule, mode, softened, works, fixes, kind, freezes, budget.status, steps];
}

function essenceOfWork(work: OpenWork, reader: RepositoryName): unknown {
  const { reference, title, state, priority, overdue, due, owners, missing } = work;
  return [sayIssue(reference, reader), title, state, priority, overdue, due?.date, owners, missing];
}

/** Numbers, but for those of issues. */
const DRIFTING = /(?<![#\w])\d[\d.:,]*/g;
