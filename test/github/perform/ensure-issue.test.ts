/** One issue by its marker: found, made once, made with an unknown outcome, and healed when there are two. */
import { describe, expect, test } from "vitest";
import { renderMarker } from "#src/effect/marker.ts";
import type { EnsureIssue } from "#src/effect/effect.ts";
import { API, api, connect, expectEveryRequest, SELF, shop, SHOP } from "#test/github/wire.ts";
import { comment, issue, label, user } from "#test/github/answers.ts";

expectEveryRequest();

const marker = { kind: "pia", keys: { incident: "901:7" } };
const body = `Text\n${renderMarker(marker)}`;
const effect: EnsureIssue = {
  kind: "ensure-issue",
  repository: shop,
  marker,
  title: "Analysis of #7",
  body,
  labels: ["aftercare", "pia"],
  assignees: ["alice"],
};
const ours = (number: number, change = {}) => issue(number, { user: user(SELF), body, ...change });

const LIST = {
  creator: SELF,
  labels: "aftercare",
  state: "all",
  sort: "created",
  direction: "desc",
  per_page: 100,
};
const listed = (...issues: unknown[]) => api().get(`${SHOP}/issues`).query(LIST).reply(200, issues);
const labelsExist = () =>
  api()
    .get(`${SHOP}/labels/aftercare`)
    .reply(200, label("aftercare"))
    .get(`${SHOP}/labels/pia`)
    .reply(200, label("pia"));
const post = () =>
  api().post(`${SHOP}/issues`, { title: effect.title, body, labels: ["aftercare", "pia"], assignees: ["alice"] });
const perform = (waits: number[] = []) =>
  connect({ wait: async (length) => void waits.push(length) }).perform([effect]);

describe("an issue that is there", () => {
  test("is held, open or closed, and never rewritten", async () => {
    listed(ours(8, { state: "closed" }));
    expect(await perform()).toEqual([
      {
        effect,
        outcome: "held",
        issue: { ...shop, number: 8, id: 9008, url: "https://github.com/acme/shop/issues/8" },
      },
    ]);
  });

  test("is found on the last page as well", async () => {
    const link = `<${API}${SHOP}/issues?page=2>; rel="next", <${API}${SHOP}/issues?page=2>; rel="last"`;
    api()
      .get(`${SHOP}/issues`)
      .query(LIST)
      .reply(200, [issue(30)], { link });
    api()
      .get(`${SHOP}/issues`)
      .query({ ...LIST, page: 2 })
      .reply(200, [ours(8)]);
    expect(await perform()).toMatchObject([{ outcome: "held", issue: { number: 8 } }]);
  });
});

test("under another umbrella label is looked for by that one, the first", async () => {
  const renamed = { ...effect, labels: ["resilience", "pia"] };
  api()
    .get(`${SHOP}/issues`)
    .query({ ...LIST, labels: "resilience" })
    .reply(200, [ours(8)]);
  expect(await connect().perform([renamed])).toMatchObject([{ outcome: "held", issue: { number: 8 } }]);
});

describe("an issue that is not there", () => {
  test("is made once, its labels as they are", async () => {
    listed(issue(30));
    labelsExist();
    post().reply(201, ours(31));
    listed(ours(31));
    expect(await perform()).toMatchObject([{ outcome: "done", issue: { number: 31, id: 9031 } }]);
  });

  test("is not mistaken for another's text, another incident or a pull request", async () => {
    const other = renderMarker({ kind: "pia", keys: { incident: "901:8" } });
    listed(issue(30, { body }), ours(29, { body: other }), ours(28, { pull_request: { url: "x" } }));
    labelsExist();
    post().reply(201, ours(31));
    listed();
    expect(await perform()).toMatchObject([{ outcome: "done", issue: { number: 31 } }]);
  });

  test("brings new labels with colour and description", async () => {
    listed();
    api().get(`${SHOP}/labels/aftercare`).reply(200, label("aftercare")).get(`${SHOP}/labels/pia`).reply(404, {});
    api()
      .post(`${SHOP}/labels`, { name: "pia", color: "5319e7", description: "Post-incident analysis" })
      .reply(201, label("pia"));
    post().reply(201, ours(31));
    listed(ours(31));
    expect(await perform()).toMatchObject([{ outcome: "done" }]);
  });

  test("is made without assignees whom GitHub does not know", async () => {
    listed();
    labelsExist();
    const errors = [{ resource: "Issue", field: "assignees", code: "invalid" }];
    post().reply(422, { message: "Validation Failed", errors });
    api()
      .post(`${SHOP}/issues`, { title: effect.title, body, labels: effect.labels as string[] })
      .reply(201, ours(31));
    listed(ours(31));
    expect(await perform()).toMatchObject([{ outcome: "done", issue: { number: 31 } }]);
  });

  test("is refused in plain words without the permission", async () => {
    listed();
    labelsExist();
    post().reply(403, { message: "Resource not accessible by integration" });
    expect(await perform()).toEqual([{ effect, outcome: "refused", reason: "The App lacks issues: write" }]);
  });

  test("is refused where issues are switched off", async () => {
    listed();
    labelsExist();
    post().reply(410, { message: "Issues are disabled for this repo" });
    expect(await perform()).toMatchObject([{ outcome: "refused", reason: expect.stringMatching(/switched off/) }]);
  });
});

describe("after a broken connection", () => {
  const broken = () => {
    listed();
    labelsExist();
    post().replyWithError("socket hang up");
  };

  test("the issue is looked for with growing patience, and never made again", async () => {
    const waits: number[] = [];
    broken();
    listed();
    listed(ours(31));
    listed(ours(31));
    expect(await perform(waits)).toMatchObject([{ outcome: "done", issue: { number: 31 } }]);
    expect(waits).toEqual([1, 2]);
  });

  test("an issue that stays unseen leaves the effect unfinished, to be looked for later", async () => {
    broken();
    for (let look = 0; look < 4; look += 1) listed();
    await expect(perform()).rejects.toMatchObject({ name: "EffectsUnfinished", performed: [], unfinished: [effect] });
  });

  test("a 502 counts as broken too", async () => {
    listed();
    labelsExist();
    post().reply(502, {});
    listed(ours(31));
    listed(ours(31));
    expect(await perform()).toMatchObject([{ outcome: "done", issue: { number: 31 } }]);
  });

  test("a rate limit is no broken connection: nothing was made, nothing is looked for", async () => {
    listed();
    labelsExist();
    post().reply(403, { message: "secondary rate limit" }, { "retry-after": "60" });
    await expect(perform()).rejects.toMatchObject({ name: "EffectsUnfinished", retryAt: 1060 });
  });
});

describe("doubles", () => {
  const closes = (number: number, winner: number) => {
    const text = `This is a double of #${winner}: two runs made it at the same moment. Please go on in #${winner}.\n\n<!-- aftercare:double of="${winner}" -->`;
    return api()
      .get(`${SHOP}/issues/${number}/comments`)
      .query({ per_page: 100 })
      .reply(200, [])
      .post(`${SHOP}/issues/${number}/comments`, { body: text })
      .reply(201, comment(1))
      .get(`${SHOP}/issues/${number}`)
      .reply(200, ours(number))
      .patch(`${SHOP}/issues/${number}`, { state: "closed", state_reason: "not_planned" })
      .reply(200, ours(number, { state: "closed" }));
  };

  test("found: the lowest number stays, the others are closed with a link", async () => {
    listed(ours(33), ours(31), ours(32, { state: "closed" }));
    closes(33, 31);
    expect(await perform()).toMatchObject([{ outcome: "held", issue: { number: 31 } }]);
  });

  test("made at the same moment by another run: ours gives way when its number is higher", async () => {
    listed();
    labelsExist();
    post().reply(201, ours(32));
    listed(ours(32), ours(31));
    closes(32, 31);
    expect(await perform()).toMatchObject([{ outcome: "held", issue: { number: 31 } }]);
  });

  test("that are closed already cost nothing more", async () => {
    listed(ours(32, { state: "closed" }), ours(31));
    expect(await perform()).toMatchObject([{ outcome: "held", issue: { number: 31 } }]);
  });
});

test("a text that is too long is cut, says so, and keeps its marker", async () => {
  const long = { ...effect, body: `${"line of text\n".repeat(6000)}${renderMarker(marker)}` };
  listed();
  labelsExist();
  const sent: string[] = [];
  api()
    .post(`${SHOP}/issues`, (request) => sent.push(request.body) > 0)
    .reply(201, ours(31));
  listed(ours(31));
  await connect().perform([long]);
  expect(Buffer.byteLength(sent[0]!)).toBeLessThanOrEqual(65_535);
  expect(sent[0]).toContain("The rest is left out");
  expect(sent[0]).toContain(renderMarker(marker));
});
