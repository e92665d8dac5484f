/** How a run ended: everything that people see on GitHub, and what the App remembers, in words that two runs share. */
import { openStore } from "#src/store/open-store.ts";
import type { StoreAddress } from "#src/store/open-store.ts";
import { parseDocument } from "#src/store/document.ts";
import type { ProjectionTables } from "#src/store/projection.ts";
import type { CheckRunRow } from "#test/support/github/pull-rows.ts";
import type { IssueRow, RepositoryRow } from "#test/support/github/rows.ts";
import { BREAK, commentsOf, type Naming, namingOf } from "./naming.ts";
import type { ChaosWorld } from "./world.ts";

/** By the name of a thing, its lines. */
export type Ending = ReadonlyMap<string, readonly string[]>;

/** What both runs may differ in, and is told. */
export interface Healed {
  /** Issues that were made twice; all but the lowest are closed. */
  readonly issues: number;
  /** Check runs of our name beyond the first on a commit: the newest counts. */
  readonly checks: number;
}

type Named = readonly [string, readonly string[]];

/** The verdicts on all open pull requests: a closed one is not judged again, so that what holds at its close has to be looked at before. */
export function verdictsIn(world: ChaosWorld): Ending {
  return new Map([...endingOf(world)].filter(([name]) => name.endsWith(", check")));
}

/** Everything on GitHub that the App or people wrote. */
export function endingOf({ places }: ChaosWorld): Ending {
  return joinSame(
    places.flatMap(({ row, name }) => {
      const naming = namingOf(row);
      const issues = [...row.issues.values()].filter(({ number }) => !naming.doubles.has(number));
      const labels = row.labels.map((label) => `${label.name} ${label.color} ${label.description ?? ""}`).toSorted();
      const told = issues.flatMap((issue) =>
        issueLines(issue, row, naming).map(([what, lines]): Named => [
          `${name} ${naming.nameOf(issue.number)}${what}`,
          lines,
        ]),
      );
      return [[`${name} labels`, labels] satisfies Named, ...told];
    }),
  );
}

/** Things of one name are told one after the other: that there are two of them is a difference. */
function joinSame(things: readonly Named[]): Ending {
  const joined = new Map<string, readonly string[]>();
  for (const [name, lines] of things) {
    let again = 0;
    while (joined.has(again === 0 ? name : `${name} (again ${again})`)) again += 1;
    joined.set(again === 0 ? name : `${name} (again ${again})`, lines);
  }
  return joined;
}

function issueLines(issue: IssueRow, row: RepositoryRow, naming: Naming): Named[] {
  const labelName = (id: number) => row.labels.find((label) => label.id === id)?.name ?? `label ${id}`;
  const byId = (id: number) => [...row.issues.values()].find((other) => other.id === id);
  const children = issue.subIssues.map(byId).filter((child) => child && !naming.doubles.has(child.number));
  const facts = [
    `state: ${issue.state} ${issue.stateReason ?? ""}`,
    `by: ${issue.user}`,
    `labels: ${issue.labels.map(labelName).toSorted().join(", ")}`,
    `assignees: ${issue.assignees.toSorted().join(", ")}`,
    `parts: ${children
      .map((child) => naming.nameOf(child!.number))
      .toSorted()
      .join(", ")}`,
  ];
  const comments = commentsOf(issue, row.comments).map(({ user, body, reactions }) => {
    const said = reactions
      .map(({ user: who, content }) => `${who} ${content}`)
      .toSorted()
      .join(", ");
    return `${user} [${said}]: ${naming.linesOf(body).join(BREAK)}`;
  });
  return [
    ["", facts],
    [", text", naming.linesOf(issue.body ?? "")],
    [", comments", comments.toSorted()],
    ...(issue.pull && issue.state === "open"
      ? [[", check", checkLines(issue.pull.headSha, row, naming)] as const]
      : []),
  ];
}

function checkLines(sha: string, row: RepositoryRow, naming: Naming): readonly string[] {
  const runs = runsOn(sha, row);
  const newest = runs.at(-1);
  if (newest === undefined) return ["none"];
  const { title, summary, text } = newest;
  const said = [title, summary, text].map((part) => asWritten(naming.linesOf(part ?? "").join(BREAK)));
  return [`${newest.status} ${newest.conclusion}`, ...said];
}

/** A verdict is written anew when it says something else, not for its time, an age, or work elsewhere that it does not concern. */
function asWritten(text: string): string {
  return (
    text
      // Of several that are equally urgent those with the lowest numbers are named.
      .replaceAll(/“[^”]+” \(P\d\)(?:, “[^”]+” \(P\d\))* and (?=\d+ more\b)/g, "some and ")
      .replaceAll(/\bor fix “[^”]+” here/g, "or fix one here")
      // The title ends with the first step; all of them stand below it.
      .replace(/(?<=^Blocked [^⏎]*)[.…] Complete the analysis “.*”\.$/, ". Complete it.")
      .replaceAll(/\bAs of .*?Z\./g, "As of then.")
      .replaceAll(/\d+ waves/g, "a while")
      .replaceAll("Nothing open in this repository.", "Nothing open on what this touches.")
  );
}

function runsOn(sha: string, { checkRuns }: RepositoryRow): readonly CheckRunRow[] {
  return checkRuns
    .filter(({ headSha, name }) => headSha === sha && name === "aftercare/gate")
    .toSorted((a, b) => a.id - b.id);
}

/** How much was made twice and put right. */
export function healedIn({ places }: ChaosWorld): Healed {
  const issues = places.reduce((sum, { row }) => sum + namingOf(row).doubles.size, 0);
  const heads = places.flatMap(({ row }) =>
    [...new Set([...row.issues.values()].flatMap(({ pull }) => pull?.headSha ?? []))].map(
      (sha) => runsOn(sha, row).length,
    ),
  );
  return { issues, checks: heads.reduce((sum, count) => sum + Math.max(0, count - 1), 0) };
}

/** What the App remembers, by repository, kind and name. No process may use the database. */
export async function rememberedIn({ places }: ChaosWorld, address: StoreAddress): Promise<Ending> {
  const store = await openStore<ProjectionTables>(address);
  try {
    const rows = await store.db
      .selectFrom("projection")
      .select(["repository", "kind", "name", "value"])
      .where("kind", "not in", ["outcome", "listened"])
      .execute();
    const told = rows
      .toSorted((a, b) => (String(a.value) < String(b.value) ? -1 : 1))
      .map(({ repository, kind, name, value }) => {
        const place = places.find((one) => one.name === repository)!;
        const naming = namingOf(place.row);
        const owner = kind === "verdict" ? pullOf(name, place.row) : Number(name);
        const isNumber = Number.isInteger(owner);
        const what = `${repository} remembers ${kind} ${isNumber ? naming.nameOf(owner) : naming.textOf(name)}`;
        return [what, documentLines(kind, value, naming)] as const;
      });
    return joinSame(told);
  } finally {
    await store.close();
  }
}

/** In place of a document. */
export const FORGOTTEN = "forgotten";

function pullOf(sha: string, row: RepositoryRow): number {
  return [...row.issues.values()].find(({ pull }) => pull?.headSha === sha)?.number ?? Number.NaN;
}

/** One line for each leaf, by its path; lists in the order of their texts. */
function documentLines(kind: string, value: string | null, naming: Naming): readonly string[] {
  if (value === null) return [FORGOTTEN];
  const isTold = (key: string) => kind !== "pull" || !WHEN_NEEDED.has(key);
  const told = (key: string, one: unknown) => (isTold(key) ? one : undefined);
  return JSON.stringify(plain(parseDocument(value), naming), told, 1).split("\n");
}

/** A double that was closed is remembered as the closed issue that it is. */
function isDouble(value: unknown, { doubles }: Naming): boolean {
  const { issue } = (value ?? {}) as { readonly issue?: { readonly number?: unknown } };
  return typeof issue?.number === "number" && doubles.has(issue.number);
}

/** When something was read or written, and what names itself by a hash of numbers. */
const BY_RIGHT = /^(asOf|at|id|sha|url|fingerprint)$|(At|Id|Sha)$/;

/** Parts of what is remembered of a pull request that are read or worked out only when a verdict needs them. */
const WHEN_NEEDED = new Set(["headPolicy", "changedFiles", "policy"]);

function plain(value: unknown, naming: Naming): unknown {
  if (typeof value === "string") return naming.linesOf(value).join(BREAK);
  if (value instanceof Map)
    return plain(Object.fromEntries([...value].map(([key, one]) => [naming.textOf(String(key)), one])), naming);
  if (Array.isArray(value))
    return value
      .filter((one) => !isDouble(one, naming))
      .map((one) => plain(one, naming))
      .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !BY_RIGHT.test(key));
  return Object.fromEntries(
    entries
      .map(
        ([key, one]) =>
          [key, key === "number" && typeof one === "number" ? naming.nameOf(one) : plain(one, naming)] as const,
      )
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
