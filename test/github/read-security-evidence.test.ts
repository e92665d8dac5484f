/** Security evidence: an alert or advisory of this repository, never a mere name. */
import { describe, expect, test } from "vitest";
import { pullRequestAnswer, toPullRequestFacts } from "#src/github/pull-request-answer.ts";
import { pullRequest } from "./answers.ts";
import { api, connect, expectEveryRequest, SHOP } from "./wire.ts";

expectEveryRequest();
const ID = "GHSA-2222-3333-cccc";
const read = (body: string) =>
  connect().readSecurityEvidence(toPullRequestFacts(pullRequestAnswer.parse(pullRequest(3, { body }))));
const advisory = (status: number, state = "") =>
  api().get(`${SHOP}/security-advisories/${ID}`).reply(status, { state });
const alerts = (status: number, ...ids: string[]) =>
  api()
    .get(`${SHOP}/dependabot/alerts`)
    .query({ state: "open", per_page: 100 })
    .reply(status, status === 200 ? ids.map((ghsa_id) => ({ security_advisory: { ghsa_id } })) : {});

test("a pull request that names nothing costs no request", async () => {
  expect(await read("Security fix, trust me. GHSA-not-real-id")).toBe("none");
});

describe("an advisory", () => {
  test.each([
    ["draft", true],
    ["triage", true],
    ["published", false],
    ["closed", false],
  ])("of our own that is %s: open %s", async (state, open) => {
    advisory(200, state);
    alerts(200);
    expect(await read(`Fixes ${ID}`)).toEqual({ advisory: ID, open });
  });

  test("with an open Dependabot alert here is open, in whatever case it is written", async () => {
    advisory(404);
    alerts(200, "GHSA-xxxx-xxxx-xxxx", ID);
    expect(await read(`fixes ${ID.toLowerCase()}`)).toEqual({ advisory: ID, open: true });
  });

  test.each([
    [404, 200],
    [403, 403],
    [404, 422],
  ])("of the wide world proves nothing here (%i, %i)", async (own, dependabot) => {
    advisory(own);
    alerts(dependabot);
    expect(await read(ID)).toBe("none");
  });

  test("that GitHub cannot tell about now is unknown", async () => {
    advisory(502);
    alerts(200);
    await expect(read(ID)).rejects.toMatchObject({ name: "GitHubUnavailable" });
  });
});

describe("an alert", () => {
  const link = (kind: string, number: number, repo = "acme/shop") =>
    `https://github.com/${repo}/security/${kind}/${number}`;

  test.each([
    ["dependabot", "open", true],
    ["code-scanning", "dismissed", false],
    ["secret-scanning", "open", true],
  ])("of %s that is %s: open %s", async (kind, state, open) => {
    api().get(`${SHOP}/${kind}/alerts/12`).reply(200, { state });
    expect(await read(`Fixes ${link(kind, 12)}`)).toEqual({ advisory: "12", open });
  });

  test("of another repository is not asked for", async () => {
    expect(await read(link("dependabot", 12, "evil/shop"))).toBe("none");
  });

  test("that is open goes before one that is not", async () => {
    api().get(`${SHOP}/dependabot/alerts/1`).reply(200, { state: "fixed" });
    api().get(`${SHOP}/dependabot/alerts/2`).reply(200, { state: "open" });
    expect(await read(`${link("dependabot", 1)} ${link("dependabot", 2)}`)).toEqual({ advisory: "2", open: true });
  });

  test("is looked up five times at most", async () => {
    for (let number = 1; number <= 5; number += 1) api().get(`${SHOP}/dependabot/alerts/${number}`).reply(404, {});
    const links = Array.from({ length: 40 }, (_, index) => link("dependabot", index + 1));
    expect(await read(links.join("\n"))).toBe("none");
  });
});
