/** Reads a report once and looks at all of it: timeline, metrics, whys, action items, language, completeness, factors. */
import { checkLanguage, type LanguageFinding } from "#src/language/check-language.ts";
import { abysses } from "#src/markdown/bounded-text.ts";
import { readOutline } from "#src/markdown/outline.ts";
import { lineAt } from "#src/markdown/parse-markdown.ts";
import { parseTimeline } from "#src/timeline/parse-timeline.ts";
import type { ReportEntry } from "#src/timeline/report-entry.ts";
import { type CheckedWhy, checkWhys } from "./check-whys.ts";
import { type Factors, readFactors } from "./factors.ts";
import { findActions } from "./find-actions.ts";
import type { ReportAction } from "./report-action.ts";
import { type CompletenessItem, reportCompleteness } from "./report-completeness.ts";
import { reportMetrics, type ReportMetrics } from "./report-metrics.ts";
import { readWhyTree } from "./why-tree.ts";

/** All that is found in one file. */
export interface ReportAnalysis {
  readonly file: string;
  readonly timeline: readonly ReportEntry[];
  readonly metrics: ReportMetrics;
  readonly whys: readonly CheckedWhy[];
  readonly actions: readonly ReportAction[];
  readonly language: readonly LanguageFinding[];
  readonly completeness: readonly CompletenessItem[];
  readonly factors: Factors;
  /** Lines (1-based) of which only the beginning was read: quotes or lists are nested too deep in them. */
  readonly cut: readonly number[];
}

/** Analyses any Markdown text; there is none that it refuses. Linear in the text. `file` is its name, or `-`. */
export function analyzeReport(file: string, text: string): ReportAnalysis {
  const outline = readOutline(text);
  const timeline = parseTimeline(outline, file === "-" ? null : file);
  const actions = findActions(outline);
  const whys = checkWhys(readWhyTree(outline), actions);
  return {
    file,
    timeline,
    metrics: reportMetrics(outline, timeline),
    whys,
    actions,
    language: checkLanguage(outline),
    completeness: reportCompleteness({ outline, timeline, actions, whysLine: whys[0]?.line ?? null }),
    factors: readFactors(outline),
    cut: abysses(text).map(({ from }) => lineAt(outline.document, from)),
  };
}
