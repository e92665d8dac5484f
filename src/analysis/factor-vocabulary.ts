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
  /** Words that hardly mean anything else; each counts twice. */
  readonly strong: RegExp;
}

/** In the order in which they are drawn. Where two are suggested equally, the first of them is meant. */
export const FACTOR_KINDS: readonly FactorWords[] = [
  {
    kind: "detection",
    title: "Detection",
    asks: "what should have told us, and told somebody who could act?",
    words:
      /\b(?:alert|alarm|monitor|dashboard|metric|paged?\b|paging|pager|observab|detect|unnoticed|noticed|probe|health ?check|threshold|telemetry|tracing|silenced)/giu,
    strong:
      /\b(?:alert(?:s|ing)?\b|alarms?\b|monitoring\b|dashboards?\b|unseen|unnoticed|invisible|nobody (?:reads|watches|looks at)|pages? (?:went|goes|reached)|silenced|observability|first we heard|customers? (?:told|reported|noticed)|metrics? (?:of|are|is|was|were|for)\b|measured at|no (?:metric|log|trace)s?\b|logs? (?:does|do|did) not)/giu,
  },
  {
    kind: "knowledge",
    title: "Knowledge",
    asks: "what was not written down, or not known where it was needed?",
    words:
      /\b(?:document|undocumented|runbook|playbook|training|knew\b|known\b|unknown|understanding|understood|unaware|assum|expect|unclear|unfamiliar|confus|misleading|naming)/giu,
    strong:
      /\b(?:runbooks?\b|playbooks?\b|undocumented|(?:written|wrote) down|(?:do|does|did|was|were) not (?:know|aware)|not known|only (?:one|two) (?:person|people|engineers?)|knew\b|training\b|misunderstood|bus factor|never seen|unclear (?:which|who|what|how)|out of date|outdated|years? old|diagrams?\b|(?:nobody|no one) (?:\w+ ){0,4}(?:knew|could read|understood)|assumed that|documentation\b)/giu,
  },
  {
    kind: "config",
    title: "Config",
    asks: "which setting, flag or limit had a value that allowed it?",
    words:
      /\b(?:config|misconfig|setting|feature flag|flag\b|flags\b|toggle|parameter|environment variable|default value|defaults? (?:to|was)|time-?out|upper limit|no limit|yaml|secret|credential|permission)/giu,
    strong:
      /\b(?:misconfig|settings?\b|feature flags?\b|environment variables?\b|time-?outs? of\b|limits? (?:of|was|were|is)\b|permissions?\b|retention\b|default value|debug (?:was|is)|wildcard|firewall rules?\b|max(?:imum)? (?:connections|size|number)|still at its default|by default\b|interval\b|thresholds? (?:was|were|is|of))/giu,
  },
  {
    kind: "capacity",
    title: "Capacity",
    asks: "what ran out, and what would have bounded it?",
    words:
      /\b(?:capacity|overload|traffic|load\b|memory|out of memory|oom|disks?\b|cpu\b|pool|connections?\b|exhaust|quota|rate.?limit|scal(?:e|ing)|saturat|throughput|backlog|queue|ran out|full\b|thundering)/giu,
    strong:
      /\b(?:out of memory|oom\b|autoscal|over(?:load|whelm)|exhaust|saturat|filled up|ran out of|noisy neighbou?r|thundering|rate.?limit|connection pool|used up|traffic (?:tripled|doubled|rose|grew|was|peak)|throughput|ran full|(?:no|too little) (?:room|headroom|memory|space)|sized for|(?:tripled|doubled|ten times)\b|at \d{2,3} ?%)/giu,
  },
  {
    kind: "dependency",
    title: "Dependency",
    asks: "what do we rely on, and what happens without it?",
    words:
      /\b(?:dependenc|depend(?:s|ed) on|provider|vendor|third.party|upstream|downstream|supplier|external|library|libraries|dns\b|cdn\b|single point of failure|fallback|failover)/giu,
    strong:
      /\b(?:providers?\b|vendors?\b|suppliers?\b|third.part(?:y|ies)|upstream|librar(?:y|ies) (?:chang|break|broke|releas|updat)|goes down with|single point of failure|(?:can|could) do without|packages? (?:was|were|is)|registry|needs the \w+ to|hosted on the same|depends? on (?:a|an|the|one)\b|external|outage of (?:a|an|our|the))/giu,
  },
  {
    kind: "code",
    title: "Code",
    asks: "which logic behaved in a way nobody had in mind?",
    words:
      /\b(?:bug|exception|null\b|race\b|race condition|deadlock|parser|parse[sd]?\b|retr(?:y|ies|ied)|logic|regression|leak|off.by.one|quer(?:y|ies)\b|validat|unhandled|error handling|threw|crash|panic|overflow|index\b|lock(?:s|ed|ing)?\b|cache)/giu,
    strong:
      /\b(?:bugs?\b|race (?:between|condition)|null\b|nil\b|exceptions?\b|deadlock|off.by.one|unhandled|not handled|without back-?off|idempoten|cursor|parser\b|integer|overflow|memory leak|await\b|swallow|rounded|cache key|does not contain|in order\b|twice\b|infinite|loop\b|null pointer|stack trace|concurren|index on)/giu,
  },
  {
    kind: "change",
    title: "Change",
    asks: "what changed, and what would have kept it small or undone it sooner?",
    words:
      /\b(?:deploy|release|roll(?:ed)? ?out|rollout|rollback|roll(?:ed)? ?back|migrat|merged?\b|upgrad|version|canary|staged|change(?:d|s)?\b|maintenance|launch)/giu,
    strong:
      /\b(?:at once\b|in one step|same (?:deploy|release)|canary|(?:was|were|is|are) (?:changed|upgraded|migrated)\b|went (?:out|live)|shipped|big bang|while old|skipped the|roll(?:ing|ed)? ?back\b|staged rollout|hotfix|(?:we|was|were|been) chang(?:ed|ing)|migration (?:ran|was|started|dropped)|upgrade (?:of|from|to|moved))/giu,
  },
  {
    kind: "process",
    title: "Process",
    asks: "which step was missing, or rested on memory?",
    words:
      /\b(?:review|tests?\b|tested|untested|coverage|checklist|approv|procedure|process\b|on.?call|hand-?over|handoff|owner|ownership|escalat|polic(?:y|ies)|priorit|manual(?:ly)?\b|schedule)/giu,
    strong:
      /\b(?:no (?:tests?|review|approval|checklist|drill)\b|approvals?\b|reviewed by|hand-?over|by hand\b|nobody owns|no owner|drills?\b|rehears|never held|on-?call schedule|checklists?\b|(?:the|our) tests? (?:compares?|covers?|does|do|checks?|runs?)|not (?:reviewed|tested|rehearsed)|no (?:load|integration|regression) tests?|staging (?:has|had|does)|escalation (?:list|path|polic)|calendar|renewal|without (?:review|approval|a second)|one person)/giu,
  },
  {
    kind: "tooling",
    title: "Tooling",
    asks: "which tool made the harmful thing easy, or the right one hard?",
    words:
      /\b(?:tool(?:s|ing)?\b|script|pipeline|ci\b|build\b|command line|cli\b|console|automation|automated|linter|terraform|ansible|dry.run|confirmation|backup|restore)/giu,
    strong:
      /\b(?:tools?\b|command\b|prompts?\b|pipelines?\b|linters?\b|scripts?\b|confirmation|backup tool|cli\b|console\b|dry.run|deletes before|needs a restore|terraform|helm\b|automation)/giu,
  },
  {
    kind: "environment",
    title: "Environment",
    asks: "what below us failed: network, hardware, power, cloud?",
    words:
      /\b(?:data ?cent(?:re|er)|power\b|network|hardware|regions?\b|availability zone|switch\b|cable|kernel|clock\b|cloud|firewall|node\b|nodes\b|certificate|cooling)/giu,
    strong:
      /\b(?:data ?cent(?:re|er)s?|hardware|fib(?:re|er)\b|cables?\b|power\b|cooling|kernel|regions?\b|zones?\b|(?:a|the|its) (?:second|third) site|certificates? (?:of|expire)|firmware|switch\b|hypervisor|spot instances?|packet loss|leap second|clock\b|availability zones?|feed failed|cloud (?:region|provider))/giu,
  },
];

const LONGEST = 2_000;
/** One word in passing suggests nothing: three of ten such suggestions would be wrong. */
const LEAST = 2;

/** The kind that most words of the sentence suggest; null when hardly any does. A suggestion only: people decide. */
export function suggestFactor(text: string): FactorKind | null {
  const start = text.slice(0, LONGEST);
  const hitsOf = (words: RegExp) => start.match(words)?.length ?? 0;
  const counted = FACTOR_KINDS.map(({ kind, words, strong }) => ({ kind, hits: hitsOf(words) + 2 * hitsOf(strong) }));
  const most = Math.max(...counted.map(({ hits }) => hits));
  return most < LEAST ? null : counted.find(({ hits }) => hits === most)!.kind;
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
