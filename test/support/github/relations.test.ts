/** Sub-issues and dependencies of the stand-in over real HTTP. */
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { strictObserver } from "#test/support/openapi/strict-observer.ts";
import { type Acme, startAcme } from "./acme.ts";
import { numberAt } from "./api-client.ts";

const observe = strictObserver();
const ISSUES = "/repos/acme/shop/issues";
let acme: Acme;

beforeEach(async () => {
  acme = await startAcme({ observe });
});
afterEach(async () => {
  await acme.github.stop();
});
afterAll(() => observe.assertClean());

async function open(title: string, repository = "shop"): Promise<{ id: number; number: number }> {
  const { body } = await acme.bot(`POST /repos/acme/${repository}/issues`, { title });
  return { id: numberAt(body, "id"), number: numberAt(body, "number") };
}

async function adopt(parent: number, child: number, more: object = {}): Promise<{ status: number; body: unknown }> {
  return acme.bot(`POST ${ISSUES}/${parent}/sub_issues`, { sub_issue_id: child, ...more });
}

function told(event: string): string[] {
  return acme.github.deliveries().flatMap((row) => (row.event === event ? [row.action ?? ""] : []));
}

describe("sub-issues", () => {
  test("are added by id, counted, listed in order, told on both sides, and known to the child", async () => {
    const [parent, one, two] = [await open("PIA"), await open("Item"), await open("Item in the vault", "vault")];
    expect(await adopt(parent.number, one.id)).toMatchObject({
      status: 201,
      body: { id: parent.id, sub_issues_summary: { total: 1, completed: 0 } },
    });
    await adopt(parent.number, two.id);
    await acme.bot(`PATCH ${ISSUES}/${one.number}`, { state: "closed" });
    expect((await acme.bot(`GET ${ISSUES}/1`)).body).toMatchObject({
      sub_issues_summary: { total: 2, completed: 1, percent_completed: 50 },
    });
    expect((await acme.bot(`GET ${ISSUES}/1/sub_issues`)).body).toMatchObject([{ id: one.id }, { id: two.id }]);
    expect((await acme.bot(`GET /repos/acme/vault/issues/${two.number}/parent`)).body).toMatchObject({ id: parent.id });
    expect(told("sub_issues")).toEqual([
      "sub_issue_added",
      "parent_issue_added",
      "sub_issue_added",
      "parent_issue_added",
    ]);
    const last = JSON.parse(
      acme.github.deliveries().findLast((row) => row.action === "parent_issue_added")?.body ?? "{}",
    );
    expect(last).toMatchObject({
      sub_issue_id: two.id,
      parent_issue_id: parent.id,
      repository: { name: "vault" },
      parent_issue_repo: { name: "shop" },
    });
    expect((await acme.bot(`GET ${ISSUES}/1/timeline`)).body).toMatchObject([
      { event: "sub_issue_added", sub_issue: { number: one.number } },
      {},
    ]);
  });

  test("have one parent unless it is replaced", async () => {
    const [first, second, child] = [await open("A"), await open("B"), await open("C")];
    await adopt(first.number, child.id);
    expect(await adopt(first.number, child.id)).toMatchObject({ status: 422 });
    expect(await adopt(second.number, child.id)).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining("Sub issue may only have one parent") },
    });
    expect((await adopt(second.number, child.id, { replace_parent: true })).status).toBe(201);
    expect((await acme.bot(`GET ${ISSUES}/${child.number}/parent`)).body).toMatchObject({ id: second.id });
    expect(told("sub_issues").slice(-4)).toEqual([
      "sub_issue_removed",
      "parent_issue_removed",
      "sub_issue_added",
      "parent_issue_added",
    ]);
  });

  test("are removed and reordered by id", async () => {
    const [parent, a, b] = [await open("P"), await open("A"), await open("B")];
    await adopt(parent.number, a.id);
    await adopt(parent.number, b.id);
    await acme.bot(`PATCH ${ISSUES}/1/sub_issues/priority`, { sub_issue_id: b.id, before_id: a.id });
    expect((await acme.bot(`GET ${ISSUES}/1/sub_issues`)).body).toMatchObject([{ id: b.id }, { id: a.id }]);
    expect((await acme.bot(`DELETE ${ISSUES}/1/sub_issue`, { sub_issue_id: a.id })).status).toBe(200);
    expect((await acme.bot(`DELETE ${ISSUES}/1/sub_issue`, { sub_issue_id: a.id })).status).toBe(404);
    expect((await acme.bot(`GET ${ISSUES}/${a.number}/parent`)).status).toBe(404);
  });

  test("are not found by number, cannot be their own parent, and need the triage role", async () => {
    const [parent, child] = [await open("P"), await open("C")];
    expect((await adopt(parent.number, child.number)).status).toBe(404);
    expect((await adopt(parent.number, parent.id)).status).toBe(422);
    await adopt(parent.number, child.id);
    expect((await adopt(child.number, parent.id)).status).toBe(422);
    expect((await acme.rita(`POST ${ISSUES}/1/sub_issues`, { sub_issue_id: child.id })).status).toBe(403);
  });

  test("are at most 100, closed ones included, and eight levels deep", async () => {
    const parent = await open("P");
    const children: number[] = [];
    for (let index = 0; index < 101; index += 1) children.push((await open(`C${index}`)).id);
    for (const child of children.slice(0, 100)) await adopt(parent.number, child);
    await acme.bot(`PATCH ${ISSUES}/2`, { state: "closed" });
    expect(await adopt(parent.number, children[100] ?? 0)).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining("more than 100") },
    });
    const chain = [2, 102];
    for (let level = 0; level < 6; level += 1) chain.push((await open(`L${level}`)).number);
    const id = (number: number): number => acme.github.repository("acme/shop").issues.get(number)?.id ?? 0;
    const answers: number[] = [];
    for (let level = 1; level < chain.length; level += 1)
      answers.push((await adopt(chain[level - 1] ?? 0, id(chain[level] ?? 0))).status);
    const deepest = await open("too deep");
    answers.push((await adopt(chain.at(-1) ?? 0, deepest.id)).status);
    expect(answers).toEqual([201, 201, 201, 201, 201, 201, 201, 422]);
  });
});

describe("dependencies", () => {
  test("are added and removed by id, listed from both ends, told on both sides", async () => {
    const [waits, holds] = [await open("Waits"), await open("Holds", "vault")];
    const path = `${ISSUES}/${waits.number}/dependencies/blocked_by`;
    expect((await acme.bot(`POST ${path}`, { issue_id: holds.id })).status).toBe(201);
    expect((await acme.bot(`POST ${path}`, { issue_id: holds.id })).status).toBe(422);
    expect((await acme.bot(`GET ${path}`)).body).toMatchObject([{ id: holds.id }]);
    expect((await acme.bot(`GET /repos/acme/vault/issues/1/dependencies/blocking`)).body).toMatchObject([
      { id: waits.id },
    ]);
    expect((await acme.bot(`GET ${ISSUES}/1`)).body).toMatchObject({
      issue_dependencies_summary: { blocked_by: 1, total_blocked_by: 1 },
    });
    await acme.bot("PATCH /repos/acme/vault/issues/1", { state: "closed" });
    expect((await acme.bot(`GET ${ISSUES}/1`)).body).toMatchObject({
      issue_dependencies_summary: { blocked_by: 0, total_blocked_by: 1 },
    });
    expect((await acme.bot(`DELETE ${path}/${holds.id}`)).status).toBe(200);
    expect((await acme.bot(`DELETE ${path}/${holds.id}`)).status).toBe(404);
    expect(told("issue_dependencies")).toEqual([
      "blocked_by_added",
      "blocking_added",
      "blocked_by_removed",
      "blocking_removed",
    ]);
  });

  test("cannot be on oneself or in a circle of two", async () => {
    const [a, b] = [await open("A"), await open("B")];
    expect((await acme.bot(`POST ${ISSUES}/1/dependencies/blocked_by`, { issue_id: a.id })).status).toBe(422);
    await acme.bot(`POST ${ISSUES}/1/dependencies/blocked_by`, { issue_id: b.id });
    expect((await acme.bot(`POST ${ISSUES}/2/dependencies/blocked_by`, { issue_id: a.id })).status).toBe(422);
  });
});
