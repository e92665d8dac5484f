/** Builders of gate facts for stories: a small repository with two components, and only what a story changes about it. */
import type { Analysis } from "#src/analysis/analysis.ts";
import { emptyRecord } from "#src/analysis/record.ts";
import { type Instant, parseInstant } from "#src/calendar/instant.ts";
import { configSchema } from "#src/config/schema.ts";
import type { IssueFacts, Permission } from "#src/facts/issue.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { ChangedFile, PullRequestFacts } from "#src/facts/pull-request.ts";
import type { AnalysisStanding, GateFacts } from "#src/gate/facts.ts";
import { measureBudgets } from "#src/gate/measure-budgets.ts";
import type { Incident } from "#src/incident/incident.ts";
import type { RemediationItem } from "#src/remediation/item.ts";

export const HERE = { owner: "acme", repo: "shop" };

/** Reads `2026-11-22T12:00` as UTC. */
export function at(text: string): Instant {
  const instant = parseInstant(text.length === 10 ? `${text}T00:00Z` : `${text}Z`);
  if (instant === null) throw new Error(`not a time: ${text}`);
  return instant;
}

export const NOW = at("2026-11-22T12:00");

/** `acme/shop#412`. */
export function issue(number: number): IssueReference {
  return { ...HERE, number };
}

const CONFIG = {
  mode: "enforce",
  components: {
    checkout: { paths: ["services/checkout/**"], slo: { target: "99.9", window: "28d" } },
    search: { paths: ["services/search/**"] },
  },
};

/** A remediation item: P0 of checkout, accepted by lea three weeks ago, owned by omar, due next month. */
export function item(number: number, change: Partial<RemediationItem> = {}): RemediationItem {
  return {
    issue: issue(number),
    id: number,
    title: `Item ${number}`,
    url: `https://github.com/acme/shop/issues/${number}`,
    author: { login: "aftercare[bot]", type: "Bot" },
    analysis: null,
    components: ["checkout"],
    priority: "P0",
    type: "prevent",
    handling: null,
    dueDate: "2026-12-20",
    doneWhen: null,
    assignees: ["omar"],
    state: "accepted",
    accepted: { by: "lea", at: at("2026-11-01"), reason: null },
    decision: null,
    verification: null,
    pullRequests: [],
    redates: 0,
    guard: null,
    snooze: null,
    reminded: null,
    evidenceAsked: null,
    failures: [],
    adopted: false,
    createdAt: at("2026-11-01"),
    closedAt: null,
    problems: [],
    ...change,
  };
}

/** A confirmed incident on checkout, mitigated so many minutes after its start on 15 November, 10:00. */
export function incident(number: number, minutes: number | null, change: Partial<Incident> = {}): Incident {
  const started = at("2026-11-15T10:00");
  const stated = (moment: Instant) => ({ at: moment, by: "lea", source: "" });
  return {
    issue: issue(number),
    title: `Incident ${number}`,
    url: `https://github.com/acme/shop/issues/${number}`,
    open: true,
    createdAt: started,
    closedAt: null,
    severity: 2,
    components: ["checkout"],
    confirmed: true,
    external: false,
    moments: {
      started: stated(started),
      ...(minutes === null ? {} : { mitigated: stated(started + minutes * 60) }),
    },
    impacts: [],
    ...change,
  };
}

/** An issue as GitHub has it. */
export function issueFacts(number: number, change: Partial<IssueFacts> = {}): IssueFacts {
  return {
    ...issue(number),
    id: number,
    title: `Issue ${number}`,
    body: "",
    state: "open",
    stateReason: null,
    labels: [],
    author: { login: "aftercare[bot]", type: "Bot" },
    assignees: ["mia"],
    createdAt: at("2026-11-15T11:00"),
    updatedAt: at("2026-11-15T11:00"),
    closedAt: null,
    url: `https://github.com/acme/shop/issues/${number}`,
    isPullRequest: false,
    locked: false,
    ...change,
  };
}

/** The analysis of an incident; only the review date matters to the gate. */
export function analysis(number: number, of: number, change: Partial<IssueFacts> = {}): Analysis {
  const record = { ...emptyRecord(issue(of)), reviewDue: "2026-11-30" };
  return { issue: issueFacts(number, change), incident: issue(of), record, recordCommentId: 1, problems: [] };
}

/** An analysis that is required and lacks its causes. */
export function incomplete(number: number, of: number, change: Partial<IssueFacts> = {}): AnalysisStanding {
  return { analysis: analysis(number, of, change), required: true, missing: ["Name at least one cause."] };
}

/** A changed file; `from` makes it a rename. */
export function file(path: string, from: string | null = null): ChangedFile {
  return { path, previousPath: from, status: from === null ? "modified" : "renamed" };
}

/** Pull request #77 by ana, opened on 20 November. */
export function pull(change: Partial<PullRequestFacts> = {}): PullRequestFacts {
  return {
    ...issue(77),
    id: 77,
    title: "Add gift cards",
    body: "",
    state: "open",
    merged: false,
    draft: false,
    author: { login: "ana", type: "User" },
    labels: [],
    headSha: "a".repeat(40),
    headRef: "gift-cards",
    headRepository: HERE,
    baseRef: "main",
    baseSha: "b".repeat(40),
    repository: {
      ...HERE,
      id: 901,
      defaultBranch: "main",
      isPrivate: false,
      archived: false,
      url: "https://github.com/acme/shop",
    },
    changedFiles: null,
    mergeCommitSha: null,
    createdAt: at("2026-11-20"),
    updatedAt: at("2026-11-20"),
    url: "https://github.com/acme/shop/pull/77",
    ...change,
  };
}

/** What a story says; everything else is as in the small repository. */
export interface Given extends Partial<Omit<GateFacts, "pull" | "files" | "policy" | "permissions" | "records">> {
  readonly config?: object;
  /** Keys of the policy. */
  readonly policy?: object;
  readonly policyFacts?: Partial<GateFacts["policy"]>;
  readonly pull?: Partial<PullRequestFacts>;
  readonly paths?: readonly (string | ChangedFile)[] | null;
  readonly items?: readonly RemediationItem[];
  readonly incidents?: readonly Incident[];
  readonly pauses?: GateFacts["records"]["pauses"];
  readonly permissions?: Readonly<Record<string, Permission>>;
  /** Numbers that the pull request's body links. */
  readonly fixes?: readonly number[];
}

/** The facts of a story: one file of checkout changed unless it says otherwise. */
export function factsOf(given: Given = {}): GateFacts {
  const { config, policy, policyFacts, paths, items, incidents, pauses, permissions, fixes, ...rest } = given;
  const parsed = configSchema.parse({ ...CONFIG, ...config, ...(policy ? { policy } : {}) });
  const now = given.now ?? NOW;
  const analyses = given.analyses ?? [];
  const records = {
    incidents: incidents ?? [],
    analyses: analyses.map((standing) => standing.analysis),
    items: items ?? [],
    pauses: pauses ?? [],
    asOf: now,
  };
  const files = (paths ?? ["services/checkout/cart.ts"]).map((path) => (typeof path === "string" ? file(path) : path));
  const source = { path: ".github/aftercare.yml", ref: "main", sha: "c0ffee".padEnd(40, "0") };
  return {
    analyses,
    budgets: measureBudgets({ config: parsed, repository: HERE, records, now }),
    bodyLinks: (fixes ?? []).map(issue),
    closingIssues: [],
    linkedAt: new Map(),
    override: { requests: [], approvals: [] },
    patchId: "patch-1",
    teams: null,
    labelSetters: new Map(),
    revert: null,
    security: null,
    unavailable: [],
    reportOnly: false,
    ...rest,
    now,
    policy: { ...source, config: parsed, problems: [], head: { state: "same" }, ...policyFacts },
    records,
    pull: pull(given.pull),
    files: paths === null ? null : { files, complete: true, counted: files.length },
    permissions: new Map(Object.entries(permissions ?? {})),
  };
}
