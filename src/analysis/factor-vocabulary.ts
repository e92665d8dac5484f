/** The kinds of contributing factors, fixed so that they can be counted over years, and what in a sentence suggests which. */

/** One rib of the fishbone. */
export type FactorKind =
  | "change"
  | "code"
  | "config"
  | "capacity"
  | "dependency"
  | "detection"
  | "process"
  | "tooling"
  | "knowledge"
  | "environment";

interface FactorWords {
  readonly kind: FactorKind;
  /** As it is shown. */
  readonly title: string;
  /** What people look for under it. */
  readonly asks: string;
  /** Beginnings of words that suggest it. */
  readonly words: RegExp;
}

/** In the order in which they are drawn. Where two are suggested equally, the first of them is meant. */
export const FACTOR_KINDS: readonly FactorWords[] = [
  {
    kind: "detection",
    title: "Detection",
    asks: "what should have told us, and told somebody who could act?",
    words:
      /\b(?:alert|alarm|monitor|dashboard|metric|paged?\b|paging|pager|observab|detect|unnoticed|noticed|probe|health ?check|threshold|telemetry|tracing|silenced)/giu,
  },
  {
    kind: "knowledge",
    title: "Knowledge",
    asks: "what was not written down, or not known where it was needed?",
    words:
      /\b(?:document|undocumented|runbook|playbook|training|knew\b|known\b|unknown|understanding|understood|unaware|assum|expect|unclear|unfamiliar|confus|misleading|naming)/giu,
  },
  {
    kind: "config",
    title: "Config",
    asks: "which setting, flag or limit had a value that allowed it?",
    words:
      /\b(?:config|misconfig|setting|feature flag|flag\b|flags\b|toggle|parameter|environment variable|default value|defaults? (?:to|was)|time-?out|upper limit|no limit|yaml|secret|credential|permission)/giu,
  },
  {
    kind: "capacity",
    title: "Capacity",
    asks: "what ran out, and what would have bounded it?",
    words:
      /\b(?:capacity|overload|traffic|load\b|memory|out of memory|oom|disks?\b|cpu\b|pool|connections?\b|exhaust|quota|rate.?limit|scal(?:e|ing)|saturat|throughput|backlog|queue|ran out|full\b|thundering)/giu,
  },
  {
    kind: "dependency",
    title: "Dependency",
    asks: "what do we rely on, and what happens without it?",
    words:
      /\b(?:dependenc|depend(?:s|ed) on|provider|vendor|third.party|upstream|downstream|supplier|external|library|libraries|dns\b|cdn\b|single point of failure|fallback|failover)/giu,
  },
  {
    kind: "code",
    title: "Code",
    asks: "which logic behaved in a way nobody had in mind?",
    words:
      /\b(?:bug|exception|null\b|race\b|race condition|deadlock|parser|parse[sd]?\b|retr(?:y|ies|ied)|logic|regression|leak|off.by.one|quer(?:y|ies)\b|validat|unhandled|error handling|threw|crash|panic|overflow|index\b|lock(?:s|ed|ing)?\b|cache)/giu,
  },
  {
    kind: "change",
    title: "Change",
    asks: "what changed, and what would have kept it small or undone it sooner?",
    words:
      /\b(?:deploy|release|roll(?:ed)? ?out|rollout|rollback|roll(?:ed)? ?back|migrat|merged?\b|upgrad|version|canary|staged|change(?:d|s)?\b|maintenance|launch)/giu,
  },
  {
    kind: "process",
    title: "Process",
    asks: "which step was missing, or rested on memory?",
    words:
      /\b(?:review|tests?\b|tested|untested|coverage|checklist|approv|procedure|process\b|on.?call|hand-?over|handoff|owner|ownership|escalat|polic(?:y|ies)|priorit|manual(?:ly)?\b|schedule)/giu,
  },
  {
    kind: "tooling",
    title: "Tooling",
    asks: "which tool made the harmful thing easy, or the right one hard?",
    words:
      /\b(?:tool(?:s|ing)?\b|script|pipeline|ci\b|build\b|command line|cli\b|console|automation|automated|linter|terraform|ansible|dry.run|confirmation|backup|restore)/giu,
  },
  {
    kind: "environment",
    title: "Environment",
    asks: "what below us failed: network, hardware, power, cloud?",
    words:
      /\b(?:data ?cent(?:re|er)|power\b|network|hardware|regions?\b|availability zone|switch\b|cable|kernel|clock\b|cloud|firewall|node\b|nodes\b|certificate|cooling)/giu,
  },
];

const LONGEST = 2_000;

/** The kind that most words of the sentence suggest; null when none does. A suggestion only: people decide. */
export function suggestFactor(text: string): FactorKind | null {
  const start = text.slice(0, LONGEST);
  const counted = FACTOR_KINDS.map(({ kind, words }) => ({ kind, hits: start.match(words)?.length ?? 0 }));
  const most = Math.max(...counted.map(({ hits }) => hits));
  return most === 0 ? null : counted.find(({ hits }) => hits === most)!.kind;
}

const WRITTEN = /^(?:(\p{L}{4,13})\s?:|\((\p{L}{4,13})\):?)\s*/u;

/** A kind that somebody wrote before the sentence (`Config: …`, `(config) …`), and the sentence without it. */
export function writtenFactor(text: string): { readonly kind: FactorKind | null; readonly text: string } {
  const match = WRITTEN.exec(text);
  const word = (match?.[1] ?? match?.[2] ?? "").toLowerCase();
  const kind = FACTOR_KINDS.find((one) => one.kind === word || `${one.kind}uration` === word)?.kind ?? null;
  const rest = kind === null ? "" : text.slice(match![0].length).trim();
  return rest === "" ? { kind: null, text } : { kind, text: rest };
}
