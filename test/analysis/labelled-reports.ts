/** Made-up reports in the manner of many organisations, with what a reader sees in them written at the ends of their lines. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One report, its labels taken out. Lines are 1-based. */
export interface LabelledReport {
  readonly name: string;
  readonly text: string;
  /** `line time`: local wall time as in `analyze --json`, `null` where nobody can know it. */
  readonly timeline: ReadonlySet<string>;
  readonly actions: ReadonlySet<number>;
  /** Lines that a kind reader would mend. */
  readonly blame: ReadonlySet<number>;
}

const FOLDER = fileURLToPath(new URL("../fixtures/reports/", import.meta.url));
const LABEL = / ?\{\{(at|action|blame|note) ?([^}]*)\}\}/g;

/** All reports in the order of their names. The labels are `{{at 2024-01-31T10:05}}`, `{{action}}` and `{{blame}}`. */
export function readLabelledReports(folder = FOLDER): LabelledReport[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .toSorted()
    .map((name) => readLabelled(name, readFileSync(`${folder}${name}`, "utf8")));
}

function readLabelled(name: string, marked: string): LabelledReport {
  const timeline = new Set<string>();
  const actions = new Set<number>();
  const blame = new Set<number>();
  for (const [index, line] of marked.split("\n").entries()) {
    for (const [, kind, value] of line.matchAll(LABEL)) {
      if (kind === "at") timeline.add(`${index + 1} ${value}`);
      if (kind === "action") actions.add(index + 1);
      if (kind === "blame") blame.add(index + 1);
    }
  }
  return { name, text: marked.replaceAll(LABEL, ""), timeline, actions, blame };
}
