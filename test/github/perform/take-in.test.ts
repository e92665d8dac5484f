/** An issue that exists is taken in under another one: in one write where GitHub can, else each on its own; what is so already is left alone. */
import { describe, expect, test } from "vitest";
import type { Effect } from "#src/effect/effect.ts";
import { issue, label } from "#test/github/answers.ts";
import { api, connect, expectEveryRequest, shop, SHOP } from "#test/github/wire.ts";

expectEveryRequest();

const child = { ...shop, number: 7 };
const parent = { ...shop, number: 8 };
const effects: readonly Effect[] = [
  { kind: "ensure-label", issue: child, label: "aftercare" },
  { kind: "ensure-label", issue: child, label: "priority:P0" },
  { kind: "ensure-assignee", issue: child, login: "carol" },
  { kind: "ensure-sub-issue", parent, child },
];

type Sent = { readonly query: string; readonly variables: Readonly<Record<string, unknown>> };
const nodes = (names: readonly string[], key: string) => ({ nodes: names.map((name) => ({ [key]: name })) });

interface Known {
  readonly labels?: readonly string[];
  readonly people?: readonly string[];
  readonly under?: string | null;
  readonly total?: number;
  readonly ids?: object;
}

const place = ({ labels = [], people = [], under = null, total = 3, ids = {} }: Known = {}) => {
  const parentNode = { id: "I_8", subIssuesSummary: { total } };
  const childNode = {
    id: "I_7",
    labels: nodes(labels, "name"),
    assignees: nodes(people, "login"),
    parent: under === null ? null : { id: under },
  };
  const repository = { child: childNode, parent: parentNode, label0: { id: "L_0" }, label1: { id: "L_1" }, ...ids };
  return api()
    .post("/graphql", ({ query }: Sent) => query.includes("query TakeInPlace"))
    .reply(200, { data: { repository, login0: { id: "U_0" } } });
};
const writes = (wanted: object, answer: Readonly<Record<string, unknown>>) =>
  api()
    .post("/graphql", ({ query, variables }: Sent) => {
      if (!query.includes("mutation TakeIn")) return false;
      expect(variables).toEqual(wanted);
      return true;
    })
    .reply(200, answer);
const LABELS = { labelableId: "I_7", labelIds: ["L_0", "L_1"] };
const PEOPLE = { assignableId: "I_7", assigneeIds: ["U_0"] };
const LINK = { issueId: "I_8", subIssueId: "I_7" };
const assigned = (...people: string[]) => ({
  data: { addAssigneesToAssignable: { assignable: { assignees: nodes(people, "login") } } },
});
const outcomes = async () => (await connect().perform(effects)).map(({ outcome }) => outcome);

/** As every host can: the issue is looked at for each. */
const plainly = () => {
  const read = () => api().get(`${SHOP}/issues/7`).reply(200, issue(7));
  read();
  for (const name of ["aftercare", "priority%3AP0"]) api().get(`${SHOP}/labels/${name}`).reply(200, label(name));
  api()
    .post(`${SHOP}/issues/7/labels`, { labels: ["aftercare", "priority:P0"] })
    .reply(200, []);
  read();
  api()
    .post(`${SHOP}/issues/7/assignees`)
    .reply(201, issue(7, { assignees: [{ login: "carol", type: "User" }] }));
  read();
  api().get(`${SHOP}/issues/8/sub_issues`).query({ per_page: 100 }).reply(200, []);
  api().post(`${SHOP}/issues/8/sub_issues`, { sub_issue_id: 9007 }).reply(201, issue(8));
};

describe("in one write", () => {
  test("labels, person and link together", async () => {
    place();
    writes({ labels: LABELS, people: PEOPLE, link: LINK }, assigned("carol"));
    expect(await outcomes()).toEqual(["done", "done", "done", "done"]);
  });

  test("only what is missing", async () => {
    place({ labels: ["Aftercare"], people: ["Carol"] });
    writes({ labels: { labelableId: "I_7", labelIds: ["L_1"] }, link: LINK }, { data: {} });
    expect(await outcomes()).toEqual(["held", "done", "held", "done"]);
  });

  test("nothing at all, where all of it is so", async () => {
    place({ labels: ["aftercare", "priority:P0"], people: ["carol"], under: "I_8", total: 100 });
    expect(await outcomes()).toEqual(["held", "held", "held", "held"]);
  });

  test("somebody whom GitHub drops silently is asked for on their own, and told of", async () => {
    place();
    writes({ labels: LABELS, people: PEOPLE, link: LINK }, assigned());
    api().get(`${SHOP}/issues/7`).reply(200, issue(7));
    api().post(`${SHOP}/issues/7/assignees`).reply(201, issue(7));
    expect(await outcomes()).toEqual(["done", "done", "refused", "done"]);
  });
});

describe("each on its own", () => {
  const cases: readonly (readonly [string, () => unknown])[] = [
    ["there is no GraphQL", () => api().post("/graphql").reply(404, {})],
    ["a label is new", () => place({ ids: { label1: null } })],
    ["it hangs under another issue, as far as GraphQL says", () => place({ under: "I_9" })],
    ["the parent has a hundred", () => place({ total: 100 })],
    [
      "the write is refused",
      () => {
        place();
        writes({ labels: LABELS, people: PEOPLE, link: LINK }, { errors: [{ type: "FORBIDDEN", message: "no" }] });
      },
    ],
  ];
  test.each(cases)("where %s", async (_, refuse) => {
    refuse();
    plainly();
    expect(await outcomes()).toEqual(["done", "done", "done", "done"]);
  });

  test("a link alone, and labels of another issue, are asked nothing together", async () => {
    const other: Effect = { kind: "ensure-label", issue: parent, label: "aftercare" };
    api()
      .get(`${SHOP}/issues/8`)
      .reply(200, issue(8, { labels: [label("aftercare")] }));
    api().get(`${SHOP}/issues/7`).reply(200, issue(7));
    api()
      .get(`${SHOP}/issues/8/sub_issues`)
      .query({ per_page: 100 })
      .reply(200, [issue(7)]);
    const performed = await connect().perform([other, effects[3]!]);
    expect(performed.map(({ outcome }) => outcome)).toEqual(["held", "held"]);
  });
});
