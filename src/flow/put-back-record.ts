/** Somebody edited or removed the record of an analysis: what that loosens without the right is put back, with a comment; what is loosened with it is logged. */
import type { Analysis, AnalysisRecord } from "#src/analysis/analysis.ts";
import { readRecord } from "#src/analysis/read-record.ts";
import { emptyRecord, withLogEntry } from "#src/analysis/record.ts";
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import { openZone, UTC } from "#src/calendar/zone.ts";
import { loosenedFacts, type Loosening } from "#src/command/loosening-record.ts";
import { lacksOwner } from "#src/command/permission.ts";
import type { Config } from "#src/config/schema.ts";
import type { Effect, Performed } from "#src/effect/effect.ts";
import { renderMarker } from "#src/effect/marker.ts";
import type { CommentEvent } from "#src/facts/event.ts";
import type { Actor } from "#src/facts/issue.ts";
import { type IssueReference, referenceTo, sameIssue } from "#src/facts/issue-reference.ts";
import { RECORD } from "#src/incident/declare.ts";
import { isOurs } from "#src/incident/recognise.ts";
import { escapeText } from "#src/markdown/escape.ts";
import { readActor } from "./gather-command-context.ts";
import type { Services } from "./services.ts";
import { followAnalysis } from "./track-remediation.ts";
import { type RepositoryView, viewRepository, viewWithAnalyses } from "./view-repository.ts";

/** A record that others change at the same moment is read again. */
const MOST_TRIES = 3;
/** GitHub delivers an event again for so long when somebody asks for it: what was logged then is not logged once more. */
const REDELIVERY: Seconds = 3 * 86_400;

/** Only the App does this: a workflow cannot see who belongs to a team of owners. */
export async function putBackRecord(services: Services, event: CommentEvent): Promise<void> {
  const { record: edit, sender, issue } = event;
  if (services.face.kind !== "app" || !edit || !sender || edit.before === edit.after) return;
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const view = await viewRepository(services, issue);
    const analysis = view?.records.analyses.find((one) => sameIssue(one.issue, issue));
    if (!view || !analysis || !concerns(event, analysis, view.policy.config)) return;
    const performed = await answerEdit(services, { edit, sender }, { view, analysis });
    if (!performed.some(({ outcome }) => outcome === "stale")) return;
  }
}

function concerns({ record, commentId }: CommentEvent, analysis: Analysis, config: Config): boolean {
  const isRecord = analysis.recordCommentId === null || analysis.recordCommentId === commentId;
  return isRecord && config.writer === "app" && isOurs({ login: record!.author, type: "Bot" }, config);
}

interface Edit {
  readonly edit: NonNullable<CommentEvent["record"]>;
  readonly sender: Actor;
}

interface Scene {
  readonly view: RepositoryView;
  readonly analysis: Analysis;
}

async function answerEdit(services: Services, edited: Edit, scene: Scene): Promise<readonly Performed[]> {
  const { edit, sender } = edited;
  const { analysis, view } = scene;
  const present = analysis.record;
  // Nobody decides by removing a whole record: it is written again, whoever did it.
  if (present === null) return services.github.perform(restored(analysis, edit.before, sender));
  const loosened = looseningsOf(edited, scene);
  if (loosened.length === 0) return [];
  const { config } = view.policy;
  const actor = await readActor(services, { author: sender, issue: analysis.issue }, view);
  const judged = loosened.map((one) => ({ ...one, lack: lacksOwner(one.components, { actor, config }) }));
  const [wrong, right] = [judged.filter(({ lack }) => lack !== null), judged.filter(({ lack }) => lack === null)];
  const undone = wrong.reduce((record, { undo }) => undo(record), present);
  const record = withHandEdit(undone, right, { by: sender.login, at: view.now });
  if (record === present) return [];
  const performed = await show(services, { ...analysis, record }, view);
  if (undone === present || performed.some(({ outcome }) => outcome === "stale")) return performed;
  const says = putBackWords(analysis.issue, sender, { names: namesOf(wrong), lack: wrong[0]!.lack! });
  return services.github.perform([says]);
}

function looseningsOf({ edit, sender }: Edit, { view, analysis }: Scene): readonly Loosening[] {
  const [before, after] = [edit.before, edit.after].map((text) => readRecord(text, analysis.incident)?.record);
  const { items, incidents } = view.records;
  const incident = incidents.find((one) => sameIssue(one.issue, analysis.incident));
  if (!before || !incident) return [];
  const { config } = view.policy;
  const terms = { zone: openZone(config.timezone) ?? UTC, slo: config.policy.due };
  const edited = { before, after: after ?? emptyRecord(analysis.incident), editor: sender.login };
  return loosenedFacts({ ...edited, incident, items, now: view.now, terms });
}

/** What somebody with the right to it changed stands, and the log tells it once. */
function withHandEdit(
  record: AnalysisRecord,
  changed: readonly Loosening[],
  { by, at }: { readonly by: string; readonly at: Instant },
): AnalysisRecord {
  const what = `changed here by hand: ${namesOf(changed)}`;
  const isTold = record.log.some((line) => line.by === by && line.what === what && line.at > at - REDELIVERY);
  return changed.length === 0 || isTold ? record : withLogEntry(record, { by, at, what });
}

function show(services: Services, analysis: Analysis, view: RepositoryView): Promise<readonly Performed[]> {
  const analyses = view.records.analyses.map((one) => (sameIssue(one.issue, analysis.issue) ? analysis : one));
  return followAnalysis(services, analysis, viewWithAnalyses(view, analyses));
}

function namesOf(changed: readonly Loosening[]): string {
  return [...new Set(changed.map(({ name }) => name))].join(", ");
}

function restored({ issue }: Analysis, text: string, by: Actor): readonly Effect[] {
  const again: Effect = { kind: "ensure-comment", issue: referenceTo(issue), marker: RECORD, body: text };
  const marker = { kind: "put-back", keys: { record: "removed" } };
  const body = [
    renderMarker(marker),
    `${escapeText(`@${by.login}`)} removed the comment with what was stated about this incident. The gate goes by it, so it was written again.`,
    "What is wrong in it can be corrected with the `/pia` commands: they keep the old value and the reason.",
  ].join("\n\n");
  return [again, { kind: "ensure-comment", issue: referenceTo(issue), marker, body }];
}

function putBackWords(
  issue: IssueReference,
  by: Actor,
  { names, lack }: { readonly names: string; readonly lack: string },
): Effect {
  const marker = { kind: "put-back", keys: { record: names } };
  const body = [
    renderMarker(marker),
    `${escapeText(`@${by.login}`)} changed ${escapeText(names)} in the comment with what was stated. That lets more through the gate and needs ${lack}, so it was put back; everything else of the edit stands.`,
    'If it is right, one of them can say so with its reason, for example `/pia started TIME reason:"…"` or `/pia external reason:"…"`.',
  ].join("\n\n");
  return { kind: "ensure-comment", issue: referenceTo(issue), marker, body };
}
