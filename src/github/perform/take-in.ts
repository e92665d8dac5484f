/** Takes an issue that exists in under another one: its labels, its person and its link in a single write, which only GraphQL knows; where that does not serve, each is written on its own. */
import { z } from "zod";
import type { Effect } from "#src/effect/effect.ts";
import { type IssueReference, sameIssue, sameRepository } from "#src/facts/issue-reference.ts";
import type { Client } from "#src/github/client.ts";
import { lacksSubIssues } from "#src/github/read-sub-issues.ts";
import { idsByName, MOST_CHILDREN, nameVariables, takeInDocument, takeInPlace } from "./child-queries.ts";
import { DONE, HELD, type EffectOf, type Outcome } from "./performer.ts";

type Part = EffectOf<"ensure-label" | "ensure-assignee" | "ensure-sub-issue">;

/** What is asked for one issue, one effect after the other; its link is among it. */
interface TakingIn {
  readonly child: IssueReference;
  readonly parent: IssueReference;
  readonly parts: readonly Part[];
  readonly labels: readonly string[];
  readonly logins: readonly string[];
}

/** What became of the effects that were made true together; the others are still to be performed. */
export async function takeIn(client: Client, effects: readonly Effect[]): Promise<ReadonlyMap<Effect, Outcome>> {
  const all = await Promise.all(runsOf(effects).map((run) => tryOne(client, run)));
  return new Map(all.flatMap((one) => [...one]));
}

function runsOf(effects: readonly Effect[]): readonly TakingIn[] {
  const runs: Part[][] = [];
  let before: IssueReference | null = null;
  for (const effect of effects) {
    const subject = subjectOf(effect);
    const last = runs.at(-1);
    if (subject && before && last && sameIssue(subject, before)) last.push(effect as Part);
    else if (subject) runs.push([effect as Part]);
    before = subject;
  }
  return runs.flatMap((parts) => takingIn(parts) ?? []);
}

function subjectOf(effect: Effect): IssueReference | null {
  if (effect.kind === "ensure-label") return effect.issue;
  if (effect.kind === "ensure-assignee") return effect.alone ? null : effect.issue;
  return effect.kind === "ensure-sub-issue" ? effect.child : null;
}

function takingIn(parts: readonly Part[]): TakingIn | null {
  const link = parts.find((part) => part.kind === "ensure-sub-issue");
  if (!link || parts.length === 1 || !sameRepository(link.child, link.parent)) return null;
  const labels = parts.flatMap((part) => (part.kind === "ensure-label" ? [part.label] : []));
  const logins = parts.flatMap((part) => (part.kind === "ensure-assignee" ? [part.login.replace(/^@/, "")] : []));
  return { child: link.child, parent: link.parent, parts, labels, logins };
}

const named = z.object({ id: z.string() });
const nodesOf = <T extends z.ZodType>(node: T) => z.object({ nodes: z.array(node) });
const placeAnswer = z.object({
  data: z
    .object({
      repository: z
        .object({
          child: named.extend({
            labels: nodesOf(z.object({ name: z.string() })),
            assignees: nodesOf(z.object({ login: z.string() })),
            parent: named.nullish(),
          }),
          parent: named.extend({ subIssuesSummary: z.object({ total: z.number() }) }),
        })
        .catchall(z.unknown()),
    })
    .catchall(z.unknown()),
});

async function tryOne(client: Client, run: TakingIn): Promise<ReadonlyMap<Effect, Outcome>> {
  const missing = lacksSubIssues(client) ? null : await missingOf(client, run);
  if (missing === null) return new Map();
  const { wish, isLinked, labels, logins } = missing;
  const isWritten = wish.labels || wish.people || wish.link;
  const source = `taking #${run.child.number} in under #${run.parent.number}`;
  const attempt = isWritten ? await client.mutate(source, takeInDocument(wish), missing.variables) : null;
  // Whatever was refused, or may have been written all the same, is looked at again by each effect on its own.
  if (attempt && !attempt.ok) return new Map();
  const assigned = attempt?.ok ? (peopleAnswer.safeParse(attempt.answer.data).data ?? []) : [];
  const outcomeOf = (part: Part): Outcome | null => {
    if (part.kind === "ensure-label") return labels.includes(part.label) ? DONE : HELD;
    if (part.kind === "ensure-sub-issue") return isLinked ? HELD : DONE;
    const login = part.login.replace(/^@/, "");
    // GitHub drops people silently: whoever is not there by now is asked for on their own, and told of.
    return !logins.includes(login) ? HELD : has(assigned, login) ? DONE : null;
  };
  return new Map(
    run.parts.flatMap((part): [Effect, Outcome][] => {
      const outcome = outcomeOf(part);
      return outcome ? [[part, outcome]] : [];
    }),
  );
}

const peopleAnswer = z
  .object({
    data: z.object({
      addAssigneesToAssignable: z.object({
        assignable: z.object({ assignees: nodesOf(z.object({ login: z.string() })) }),
      }),
    }),
  })
  .transform(({ data }) => data.addAssigneesToAssignable.assignable.assignees.nodes.map(({ login }) => login));

/** GitHub compares names of labels and people without regard to case. */
function has(known: readonly string[], name: string): boolean {
  return known.some((other) => other.toLowerCase() === name.toLowerCase());
}

interface Missing {
  readonly labels: readonly string[];
  readonly logins: readonly string[];
  readonly isLinked: boolean;
  readonly wish: { readonly labels: boolean; readonly people: boolean; readonly link: boolean };
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Null where one write cannot do it: no GraphQL, a new label, somebody unknown, another parent, or one that is full. */
async function missingOf(client: Client, run: TakingIn): Promise<Missing | null> {
  const { owner, repo } = run.child;
  const place = { owner, repo, child: run.child.number, parent: run.parent.number };
  const source = `#${run.child.number} and its place under #${run.parent.number}`;
  const attempt = await client.query(source, takeInPlace(run), { ...place, ...nameVariables(run) });
  const parsed = attempt.ok ? placeAnswer.safeParse(attempt.answer.data) : null;
  if (!parsed?.success) return null;
  const { data } = parsed.data;
  const { child, parent } = data.repository;
  const isOther = child.parent && child.parent.id !== parent.id;
  const isLinked = child.parent?.id === parent.id;
  if (isOther || (!isLinked && parent.subIssuesSummary.total >= MOST_CHILDREN)) return null;
  const carried = child.labels.nodes.map(({ name }) => name);
  const assigned = child.assignees.nodes.map(({ login }) => login);
  const labels = run.labels.filter((label) => !has(carried, label));
  const logins = run.logins.filter((login) => !has(assigned, login));
  const ids = idsByName(run, data);
  const labelIds = labels.map((label) => ids.labels.get(label) ?? null);
  const assigneeIds = logins.map((login) => ids.people.get(login) ?? null);
  if ([...labelIds, ...assigneeIds].includes(null)) return null;
  const wish = { labels: labels.length > 0, people: logins.length > 0, link: !isLinked };
  return {
    labels,
    logins,
    isLinked,
    wish,
    variables: {
      ...(wish.labels ? { labels: { labelableId: child.id, labelIds } } : {}),
      ...(wish.people ? { people: { assignableId: child.id, assigneeIds } } : {}),
      ...(wish.link ? { link: { issueId: parent.id, subIssueId: child.id } } : {}),
    },
  };
}
