/** A new issue under another one: made in one write where GitHub can, else in the plain way; never twice. */
import { describe, expect, test } from "vitest";
import type { EnsureIssue } from "#src/effect/effect.ts";
import { renderMarker } from "#src/effect/marker.ts";
import { issue, label, user } from "#test/github/answers.ts";
import { api, connect, expectEveryRequest, SELF, shop, SHOP } from "#test/github/wire.ts";

expectEveryRequest();

const marker = { kind: "item", keys: { pia: "8", source: "1:1" } };
const body = `Text\n${renderMarker(marker)}`;
const effect: EnsureIssue = {
  kind: "ensure-issue",
  repository: shop,
  marker,
  title: "Cap retries",
  body,
  labels: ["aftercare", "priority:P0"],
  assignees: ["alice"],
  parent: { ...shop, number: 8 },
};
const ours = (number: number) => issue(number, { user: user(SELF), body });
const listed = (...issues: unknown[]) =>
  api()
    .get(`${SHOP}/issues`)
    .query((query) => query["creator"] === SELF)
    .reply(200, issues);

type Sent = { readonly query: string; readonly variables: Readonly<Record<string, unknown>> };
const isQuery = ({ query }: Sent) => query.trimStart().startsWith("query NewIssuePlace");
const isMutation = ({ query }: Sent) => query.trimStart().startsWith("mutation CreateChild");

const PLACE = {
  repository: {
    id: "R_1",
    issue: { id: "I_8", subIssuesSummary: { total: 3 } },
    label0: { id: "L_0" },
    label1: { id: "L_1" },
  },
  login0: { id: "U_0" },
};
const place = (data: object = PLACE) => api().post("/graphql", isQuery).reply(200, { data });
const INPUT = {
  repositoryId: "R_1",
  parentIssueId: "I_8",
  title: "Cap retries",
  body,
  labelIds: ["L_0", "L_1"],
  assigneeIds: ["U_0"],
};
const mutation = () =>
  api().post("/graphql", (sent: Sent) => {
    if (!isMutation(sent)) return false;
    expect(sent.variables).toEqual({ input: INPUT });
    return true;
  });
const node = (number: number, parent: number | null) => ({
  fullDatabaseId: String(9000 + number),
  number,
  title: "Cap retries",
  body,
  state: "OPEN",
  stateReason: null,
  url: `https://github.com/acme/shop/issues/${number}`,
  locked: false,
  createdAt: "2026-11-01T10:00:00Z",
  updatedAt: "2026-11-01T10:00:00Z",
  closedAt: null,
  repository: { name: "shop", owner: { login: "acme" } },
  author: { __typename: "Bot", login: "aftercare" },
  labels: { nodes: [{ name: "aftercare" }, { name: "priority:P0" }] },
  assignees: { nodes: [{ login: "alice" }] },
  parent: parent === null ? null : { number: parent },
});
const made = (number: number, parent: number | null = 8) => ({
  data: { createIssue: { issue: node(number, parent) } },
});
const plainly = () =>
  api()
    .get(`${SHOP}/labels/aftercare`)
    .reply(200, label("aftercare"))
    .get(`${SHOP}/labels/priority%3AP0`)
    .reply(200, label("priority:P0"))
    .post(`${SHOP}/issues`, { title: effect.title, body, labels: [...effect.labels], assignees: ["alice"] })
    .reply(201, ours(31));
const perform = (waits: number[] = []) =>
  connect({ wait: async (length) => void waits.push(length) }).perform([effect]);

describe("in one write", () => {
  test("it has its labels, its owner and its parent, and says that it is linked", async () => {
    listed();
    place();
    mutation().reply(200, made(31));
    listed(ours(31));
    expect(await perform()).toEqual([
      {
        effect,
        outcome: "done",
        issue: { ...shop, number: 31, id: 9031, url: "https://github.com/acme/shop/issues/31" },
        linked: true,
      },
    ]);
  });

  test("a host that takes no parent makes it all the same, and nothing claims that it is linked", async () => {
    listed();
    place();
    mutation().reply(200, made(31, null));
    listed(ours(31));
    const [performed] = await perform();
    expect(performed).toMatchObject({ outcome: "done", issue: { number: 31 } });
    expect(performed?.linked).toBeUndefined();
  });

  test("a label that is new is made first", async () => {
    listed();
    place({ ...PLACE, repository: { ...PLACE.repository, label1: null } });
    api().get(`${SHOP}/labels/priority%3AP0`).reply(404, {});
    api()
      .post(`${SHOP}/labels`, ({ name }) => name === "priority:P0")
      .reply(201, label("priority:P0"));
    place();
    mutation().reply(200, made(31));
    listed(ours(31));
    expect(await perform()).toMatchObject([{ outcome: "done", linked: true }]);
  });

  test("of two that were made at the same moment the higher number gives way", async () => {
    listed();
    place();
    mutation().reply(200, made(32));
    listed(ours(32), ours(31));
    api()
      .get(`${SHOP}/issues/32/comments`)
      .query({ per_page: 100 })
      .reply(200, [])
      .post(`${SHOP}/issues/32/comments`)
      .reply(201, { ...issue(32), issue_url: "x" })
      .get(`${SHOP}/issues/32`)
      .reply(200, ours(32))
      .patch(`${SHOP}/issues/32`, { state: "closed", state_reason: "not_planned" })
      .reply(200, ours(32));
    const [performed] = await perform();
    expect(performed).toMatchObject({ outcome: "held", issue: { number: 31 } });
    expect(performed?.linked).toBeUndefined();
  });
});

describe("in the plain way", () => {
  const elsewhere = { ...PLACE.repository, issue: { id: "I_8", subIssuesSummary: { total: 100 } } };
  const refusals: readonly (readonly [string, () => unknown])[] = [
    ["there is no GraphQL", () => api().post("/graphql", isQuery).reply(404, {})],
    ["the parent has a hundred already", () => place({ ...PLACE, repository: elsewhere })],
    [
      "GitHub does not know the owner",
      () =>
        api()
          .post("/graphql", isQuery)
          .reply(200, { data: { ...PLACE, login0: null }, errors: [{ type: "NOT_FOUND", message: "no such user" }] }),
    ],
    [
      "the host has no sub-issues",
      () =>
        api()
          .post("/graphql", isQuery)
          .reply(200, { errors: [{ message: "Field" }] }),
    ],
    ["the answer has another form", () => place({ repository: null })],
  ];
  test.each(refusals)("where %s", async (_, refuse) => {
    listed();
    refuse();
    plainly();
    listed(ours(31));
    const [performed] = await perform();
    expect(performed).toMatchObject({ outcome: "done", issue: { number: 31 } });
    expect(performed?.linked).toBeUndefined();
  });

  test("where GitHub declines the write: only after a look whether it is there", async () => {
    listed();
    place();
    mutation().reply(200, { data: { createIssue: null }, errors: [{ type: "UNPROCESSABLE", message: "no" }] });
    listed();
    plainly();
    listed(ours(31));
    expect(await perform()).toMatchObject([{ outcome: "done", issue: { number: 31 } }]);
  });

  test("never where the declined write has made it after all", async () => {
    listed();
    place();
    mutation().reply(200, { data: { createIssue: null }, errors: [{ type: "UNPROCESSABLE", message: "no" }] });
    listed(ours(31));
    listed(ours(31));
    expect(await perform()).toMatchObject([{ outcome: "done", issue: { number: 31 } }]);
  });

  test("where GraphQL's quota of the hour is used up: REST has its own", async () => {
    listed();
    place();
    mutation().reply(200, { errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] });
    plainly();
    listed(ours(31));
    expect(await perform()).toMatchObject([{ outcome: "done", issue: { number: 31 } }]);
  });
});

describe("with an unknown outcome", () => {
  test("it is looked for with growing patience, and never made again", async () => {
    const waits: number[] = [];
    listed();
    place();
    mutation().replyWithError("socket hang up");
    listed();
    listed(ours(31));
    listed(ours(31));
    const [performed] = await perform(waits);
    expect(performed).toMatchObject({ outcome: "done", issue: { number: 31 } });
    expect(performed?.linked).toBeUndefined();
    expect(waits).toEqual([1, 2]);
  });

  test("one that stays unseen leaves the effect unfinished", async () => {
    listed();
    place();
    mutation().reply(502, {});
    for (let look = 0; look < 4; look += 1) listed();
    await expect(perform()).rejects.toMatchObject({ name: "EffectsUnfinished", unfinished: [effect] });
  });

  test("a secondary limit is no unknown outcome: nothing is looked for, and REST would meet the same", async () => {
    listed();
    place();
    mutation().reply(403, { message: "secondary rate limit" }, { "retry-after": "60" });
    await expect(perform()).rejects.toMatchObject({ name: "EffectsUnfinished", retryAt: 1060 });
  });
});

test("it counts as a write that creates in GitHub's limits", async () => {
  const routes: string[] = [];
  listed();
  place();
  mutation().reply(200, made(31));
  listed(ours(31));
  await connect({
    governor: {
      admit: async (route) => {
        routes.push(route);
        return { ok: true, settle: () => undefined };
      },
    },
  }).perform([effect]);
  expect(routes.filter((route) => route.startsWith("MUTATION"))).toEqual(["MUTATION /graphql"]);
});
