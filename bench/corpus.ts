/** How well and how fast reports are read, on labelled real reports where they lie beside the project: `node bench/corpus.ts` tells it by source repository. */
import { existsSync, readFileSync } from "node:fs";
import { analyzeReport, type ReportAnalysis } from "#src/analysis/analyze-report.ts";
import { suggestFactor } from "#src/analysis/factor-vocabulary.ts";
import { readLabelledReports } from "#test/analysis/labelled-reports.ts";
import { type Figure, keeps } from "./figure.ts";

/** The reports are other people's: they are measured with, and never part of the project. */
const CORPUS = process.env["REPORT_CORPUS"] ?? "/work/shared/corpus";

interface Labelled {
  readonly name: string;
  readonly repository: string;
  readonly text: string;
  readonly analysis: ReportAnalysis;
  readonly timeline: ReadonlySet<string>;
  readonly actions: ReadonlySet<string>;
  readonly blame: ReadonlyMap<number, string>;
}

function rows(file: string): string[][] {
  const lines = readFileSync(`${CORPUS}/${file}`, "utf8").trimEnd().split("\n");
  return lines.slice(1).map((line) => line.split("\t"));
}

/** All labelled reports; empty when they are not there. */
function readCorpus(): Labelled[] {
  if (!existsSync(`${CORPUS}/sources.tsv`)) return [];
  const [timeline, actions, blame] = ["timeline.tsv", "actions.tsv", "blame.tsv"].map((file) => rows(file));
  return rows("sources.tsv").map(([name = "", repository = ""]) => {
    const text = readFileSync(`${CORPUS}/reports/${name}.md`, "utf8");
    const own = (list: string[][] | undefined) => (list ?? []).filter(([file]) => file === name);
    const judged = own(blame).map(([, line, , , judgement]) => [Number(line), judgement ?? ""] as const);
    // A line may carry several judgements: a real one is real.
    const worst = judged.toSorted(([, a], [, b]) => Number(a === "real") - Number(b === "real"));
    return {
      name,
      repository: repository.replace(/^github\.com\//, ""),
      text,
      analysis: analyzeReport(`${name}.md`, text),
      timeline: new Set(own(timeline).map(([, line, , at = ""]) => `${line} ${readable(at)}`)),
      actions: new Set(own(actions).map(([, line]) => line!)),
      blame: new Map(worst),
    };
  });
}

/** Our own reports in the manner of many organisations; the rules were mended on them, so these figures are no promise either. */
function readMadeUp(): Labelled[] {
  return readLabelledReports().map(({ name, text, timeline, actions, blame }) => ({
    name,
    repository: "made up, in many manners",
    text,
    analysis: analyzeReport(name, text),
    timeline: new Set([...timeline].map((label) => label.replace(/(T\d{2}:\d{2}):\d{2}$/, "$1"))),
    actions: new Set([...actions].map(String)),
    blame: new Map([...blame].map((line) => [line, "real"])),
  }));
}

/** A label that names no moment (`2023-MM-DD`, a year of five digits) asks for an entry without one. */
function readable(at: string): string {
  return /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?$/.test(at) ? at : "null";
}

interface Score {
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
}

function score(found: readonly string[], wanted: ReadonlySet<string>): Score {
  const right = found.filter((one) => wanted.has(one)).length;
  return { right, wrong: found.length - right, missed: wanted.size - right };
}

function sum(scores: readonly Score[]): Score {
  const total = (key: keyof Score) => scores.reduce((all, one) => all + one[key], 0);
  return { right: total("right"), wrong: total("wrong"), missed: total("missed") };
}

function f1({ right, wrong, missed }: Score): number {
  return right + wrong + missed === 0 ? 1 : (2 * right) / (2 * right + wrong + missed);
}

function scoreTimeline({ analysis, timeline }: Labelled): Score {
  return score(
    analysis.timeline.map(({ line, at }) => `${line} ${at?.slice(0, 16) ?? "null"}`),
    timeline,
  );
}

function scoreActions({ analysis, actions }: Labelled): Score {
  return score(
    analysis.actions.map(({ line }) => String(line)),
    actions,
  );
}

/** Lines with a finding: real ones at any severity, others only as warnings. */
function scoreLanguage({ analysis, blame }: Labelled): Score {
  const real = [...blame].filter(([, judgement]) => judgement === "real").map(([line]) => line);
  const found = new Set(analysis.language.map(({ line }) => line));
  const warned = new Set(analysis.language.filter(({ severity }) => severity === "warning").map(({ line }) => line));
  const right = real.filter((line) => found.has(line)).length;
  return { right, wrong: [...warned].filter((line) => !real.includes(line)).length, missed: real.length - right };
}

/** Milliseconds for all analyses together: the fastest of some runs, since whatever else the machine does only adds. */
function time(text: string, runs: number): number {
  const times = Array.from({ length: runs }, () => {
    const started = performance.now();
    analyzeReport("report.md", text);
    return performance.now() - started;
  });
  return Math.min(...times);
}

const OWN =
  "# Outage on 2021-03-04\n\n## Timeline (UTC)\n\n- 10:00 **Errors** begin in `web`, see [graph](https://a.example/x)\n- 10:12 Alert fires\n\nThe developer on call looked at the graph and rolled back; nobody noticed the queue.\n\n## Action items\n\n- Add an alert. Owner: @alice, due 2021-04-01, #12\n\n";

/** Figures for `npm run bench`. Without the corpus the time is measured on a text of our own. */
export function measureReports(): readonly Figure[] {
  const corpus = readCorpus();
  const texts = corpus.map(({ text }) => text).join("\n\n") || OWN;
  const long = texts.repeat(Math.ceil(2 ** 20 / texts.length));
  time(long.slice(0, 65_536), 10);
  const time64 = time(long.slice(0, 65_536), 15);
  const time128 = time(long.slice(0, 2 ** 17), 7);
  const time1024 = time(long.slice(0, 2 ** 20), 5);
  const times: readonly Figure[] = [
    { name: "Reports: all analyses, 64 KB", value: time64, unit: "ms", most: 30 },
    { name: "Reports: all analyses, 1 MB", value: time1024, unit: "ms", most: null },
    // 8 times the text: linear is 8 and quadratic 64; caches and the collector of garbage cost some more than 8.
    { name: "Reports: 1 MB against 128 KB", value: time1024 / time128, unit: "times", most: 24 },
  ];
  const real = corpus.length === 0 ? [] : accuracy("Reports", corpus);
  return [...times, ...real, ...accuracy("Made-up reports", readMadeUp()), ...factorFigures()];
}

function accuracy(what: string, reports: readonly Labelled[]): Figure[] {
  const language = sum(reports.map((report) => scoreLanguage(report)));
  const timeline = 1 - f1(sum(reports.map((one) => scoreTimeline(one))));
  const actions = 1 - f1(sum(reports.map((one) => scoreActions(one))));
  return [
    { name: `${what}: timeline, 1 - F1`, value: timeline, unit: "share", most: 0.05 },
    { name: `${what}: action items, 1 - F1`, value: actions, unit: "share", most: 0.1 },
    { name: `${what}: language, real lines missed`, value: language.missed, unit: "times", most: 1 },
    {
      name: `${what}: language, other warnings a report`,
      value: language.wrong / reports.length,
      unit: "share",
      most: 0.1,
    },
  ];
}

/** How often a suggested kind of factor is wrong: where the words were chosen by the sentences, and where they were not. */
function factorFigures(): Figure[] {
  const figures = (what: string, file: string): Figure[] => {
    const text = readFileSync(new URL(`../test/fixtures/${file}`, import.meta.url), "utf8");
    const lines = text.trimEnd().split("\n").slice(1);
    const judged = lines.map((line) => {
      const [kinds = "", sentence = ""] = line.split("\t");
      const kind = suggestFactor(sentence);
      return kind === null ? null : kinds.split("|").includes(kind);
    });
    const told = judged.filter((right) => right !== null);
    const wrong = told.filter((right) => !right).length / Math.max(1, told.length);
    return [
      { name: `Factor kinds, ${what}: wrong of those suggested`, value: wrong, unit: "share", most: null },
      {
        name: `Factor kinds, ${what}: none suggested`,
        value: 1 - told.length / lines.length,
        unit: "share",
        most: null,
      },
    ];
  };
  return [
    ...figures("sentences that the words were chosen by", "factors.tsv"),
    ...figures("other sentences", "factors-held-out.tsv"),
  ];
}

function say(repository: string, reports: readonly Labelled[]): string {
  const cell = (one: Score) => {
    if (one.right + one.wrong + one.missed === 0) return "-".padEnd(26);
    const precision = one.right / Math.max(1, one.right + one.wrong);
    const recall = one.right / Math.max(1, one.right + one.missed);
    return `${f1(one).toFixed(3)} (P ${precision.toFixed(2)}, R ${recall.toFixed(2)}, n ${one.right + one.missed})`.padEnd(
      30,
    );
  };
  const scores = [scoreTimeline, scoreActions, scoreLanguage].map((of) => cell(sum(reports.map((one) => of(one)))));
  return `${repository.padEnd(36)} ${scores.join(" ")}`.trimEnd();
}

if (import.meta.main) {
  const corpus = readCorpus();
  if (corpus.length === 0) console.log(`No labelled real reports at ${CORPUS}.`);
  console.log(`${"F1 by source repository".padEnd(36)} ${"timeline".padEnd(30)} ${"action items".padEnd(30)} language`);
  const repositories = Map.groupBy(corpus, ({ repository }) => repository);
  for (const [repository, reports] of repositories) console.log(say(repository, reports));
  if (corpus.length > 0) console.log(say("all", corpus));
  console.log(say("made up, in many manners", readMadeUp()));
  const figures = measureReports();
  for (const { name, value, unit } of figures) console.log(`${name}: ${value.toFixed(3)} ${unit}`);
  process.exitCode = figures.every(keeps) ? 0 : 1;
}
