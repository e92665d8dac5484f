/** What people change in an analysis after it was published goes into its record: old and new, and who. */
import type { Analysis } from "#src/analysis/analysis.ts";
import { changedSections, readSnapshot, withSectionChanges } from "#src/analysis/publication.ts";
import { publishedText } from "#src/analysis/published-text.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import { fingerprintOf } from "#src/gate/fingerprint.ts";
import { isOurs } from "#src/incident/recognise.ts";
import type { Looked } from "./look-for-missing.ts";
import type { Services } from "./services.ts";
import { viewWithAnalyses } from "./view-repository.ts";

const UNKNOWN_EDITOR = "see the edit history";

/** Costs a listing of the comments when the text is another than when it was last looked at, else nothing. `editor` is who edited just now; null = nobody can tell. */
export async function noteCorrections(services: Services, looked: Looked, editor: string | null): Promise<Looked> {
  const { analysis, view } = looked;
  const { record, issue } = analysis;
  if (!record?.published || services.face.kind !== view.policy.config.writer) return looked;
  const text = publishedText(issue.body);
  const print = fingerprintOf(text);
  if (print === record.published.text) return looked;
  const comments = await services.github.readComments(issue);
  const snapshot = readSnapshot(
    comments.filter(({ author }) => isOurs(author, view.policy.config)).map(({ body }) => body),
  );
  if (snapshot === null) return looked;
  const seen = { ...record, published: { ...record.published, text: print } };
  const next = withSectionChanges(seen, changedSections(snapshot, text), {
    by: editor ?? UNKNOWN_EDITOR,
    now: view.now,
  });
  const noted: Analysis = { ...analysis, record: next };
  const analyses = view.records.analyses.map((one) => (sameIssue(one.issue, issue) ? noted : one));
  return { analysis: noted, view: viewWithAnalyses(view, analyses) };
}
