/** All that is worth saying about a report, as lines such as a linter's: where, how grave, about what, and what to do. */
import type { ReportAnalysis } from "./analyze-report.ts";
import type { CheckedWhy } from "./check-whys.ts";

/** One remark. */
export interface ReportRemark {
  /** 1-based; 1 for what concerns the whole file. */
  readonly line: number;
  /** `info` makes no check fail. */
  readonly severity: "warning" | "info";
  /** `timeline`, `metrics`, `whys`, `language/omission`, `completeness/impact`, `nesting`. */
  readonly about: string;
  readonly message: string;
}

/** All remarks by line; what is missing altogether stands last. */
export function reportRemarks(analysis: ReportAnalysis): ReportRemark[] {
  const remarks = [
    ...analysis.cut.map((line) => remark(line, "warning", ["nesting", TOO_DEEP])),
    ...timelineRemarks(analysis),
    ...analysis.metrics.disagreements.map(({ line, message }) => remark(line, "warning", ["metrics", message])),
    ...analysis.whys.flatMap((why) => whyRemarks(why)),
    ...analysis.language.map(({ line, severity, match, message, suggestion, ...found }) =>
      remark(line, severity, [`language/${found.class}`, `“${match}”: ${message} Instead: ${suggestion}`]),
    ),
  ];
  return [...remarks.toSorted((a, b) => a.line - b.line), ...missingRemarks(analysis)];
}

const TOO_DEEP =
  "Quotes or lists are nested deeper here than anybody reads: only the beginning of the line was looked at. Take marks off its start.";

function remark(line: number, severity: ReportRemark["severity"], words: readonly [string, string]): ReportRemark {
  return { line, severity, about: words[0], message: words[1] };
}

function timelineRemarks({ timeline }: ReportAnalysis): ReportRemark[] {
  return timeline.flatMap(({ line, anomaly }) =>
    anomaly === undefined ? [] : [remark(line, isMild(anomaly) ? "info" : "warning", ["timeline", capital(anomaly)])],
  );
}

/** Silence, other zones and guessed half days may be right as they are. */
function isMild(anomaly: string): boolean {
  return /^(?:nothing is told|the zone changes|[\d:]+ without am or pm)/.test(anomaly);
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function whyRemarks({ line, remarks, children }: CheckedWhy): ReportRemark[] {
  const own = remarks.map((message) =>
    remark(line, message.includes("a person") ? "warning" : "info", ["whys", message]),
  );
  return [...own, ...children.flatMap((child) => whyRemarks(child))];
}

function missingRemarks({ completeness }: ReportAnalysis): ReportRemark[] {
  return completeness
    .filter(({ present }) => !present)
    .map(({ id, weight, message }) =>
      remark(1, weight === "required" ? "warning" : "info", [`completeness/${id}`, message]),
    );
}
