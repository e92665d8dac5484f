/** The verdict as a check run or a status: one write when it says something new, none when it stands there. */
import { describe, expect, test } from "vitest";
import type { EnsureCheckRun, EnsureCommitStatus } from "#src/effect/effect.ts";
import { api, connect, expectEveryRequest, shop, SHOP } from "#test/github/wire.ts";
import { checkRun } from "#test/github/answers.ts";

expectEveryRequest();
const SHA = "a".repeat(40);

describe("ensure-check-run", () => {
  const effect: EnsureCheckRun = {
    kind: "ensure-check-run",
    repository: shop,
    headSha: SHA,
    name: "aftercare/gate",
    conclusion: "failure",
    title: "Blocked by #7",
    summary: "Why",
    text: "More",
    fingerprint: "f2",
    actions: [{ label: "Re-check", description: "Judge again", identifier: "recheck" }],
  };
  const content = {
    name: "aftercare/gate",
    status: "completed",
    conclusion: "failure",
    external_id: "f2",
    output: { title: "Blocked by #7", summary: "Why", text: "More" },
    actions: [{ label: "Re-check", description: "Judge again", identifier: "recheck" }],
  };
  const standing = (...runs: unknown[]) =>
    api()
      .get(`${SHOP}/commits/${SHA}/check-runs`)
      .query({ check_name: "aftercare/gate", per_page: 100 })
      .reply(200, { check_runs: runs });
  const outcome = async (change: Partial<EnsureCheckRun> = {}) =>
    (await connect().perform([{ ...effect, ...change }]))[0];

  test("is completed in one request where none stands", async () => {
    standing();
    api()
      .post(`${SHOP}/check-runs`, { head_sha: SHA, ...content })
      .reply(201, checkRun(5));
    expect(await outcome()).toMatchObject({ outcome: "done" });
  });

  test("updates our latest run when it says something else", async () => {
    standing(checkRun(4, { external_id: "f1" }), checkRun(3, { external_id: "f2", conclusion: "failure" }));
    api().patch(`${SHOP}/check-runs/4`, content).reply(200, checkRun(4));
    expect(await outcome()).toMatchObject({ outcome: "done" });
  });

  test("is held when the fingerprint is the same", async () => {
    standing(checkRun(4, { external_id: "f2", conclusion: "failure" }));
    expect(await outcome()).toMatchObject({ outcome: "held" });
  });

  test("never touches a run of that name by another App", async () => {
    standing(checkRun(4, { external_id: "f2", conclusion: "failure", app: { slug: "other" } }));
    api().post(`${SHOP}/check-runs`).reply(201, checkRun(5));
    expect(await outcome()).toMatchObject({ outcome: "done" });
  });

  test("keeps texts within GitHub's limit, and says that it cut", async () => {
    standing();
    api()
      .post(`${SHOP}/check-runs`, ({ output }) => {
        const fits = [output.summary, output.text].every((text) => Buffer.byteLength(text) <= 65_535);
        return fits && /The rest is left out/.test(output.text) && output.title.length <= 255;
      })
      .reply(201, checkRun(5));
    const change = { text: "ä\n".repeat(40_000), title: "t".repeat(300) };
    expect(await outcome(change)).toMatchObject({ outcome: "done" });
  });

  test("leaves an empty text out", async () => {
    standing();
    api()
      .post(`${SHOP}/check-runs`, ({ output }) => !("text" in output))
      .reply(201, checkRun(5));
    expect(await outcome({ text: "" })).toMatchObject({ outcome: "done" });
  });

  test("names the missing permission", async () => {
    standing();
    api().post(`${SHOP}/check-runs`).reply(403, { message: "Resource not accessible by integration" });
    expect(await outcome()).toMatchObject({ outcome: "refused", reason: "The App lacks checks: write" });
  });
});

describe("ensure-commit-status", () => {
  const effect: EnsureCommitStatus = {
    kind: "ensure-commit-status",
    repository: shop,
    sha: SHA,
    context: "aftercare/gate",
    state: "failure",
    description: "Blocked by #7",
    targetUrl: null,
    fingerprint: "abcdef12",
  };
  const standing = (...statuses: unknown[]) =>
    api().get(`${SHOP}/commits/${SHA}/status`).query({ per_page: 100 }).reply(200, { statuses });
  const status = (state: string, description: string) => ({ context: "aftercare/gate", state, description });
  const outcome = async (change: Partial<EnsureCommitStatus> = {}) =>
    (await connect({ self: "github-actions[bot]" }).perform([{ ...effect, ...change }]))[0];
  const posts = (description: string) =>
    api().post(`${SHOP}/statuses/${SHA}`, { state: "failure", context: "aftercare/gate", description }).reply(201, {});

  test("writes the fingerprint at the description's end, once", async () => {
    standing();
    posts("Blocked by #7 [abcdef12]");
    expect(await outcome()).toMatchObject({ outcome: "done" });
    standing();
    posts("Blocked by #7 [abcdef12]");
    expect(await outcome({ description: "Blocked by #7 [abcdef12]" })).toMatchObject({ outcome: "done" });
  });

  test("keeps within 140 characters", async () => {
    standing();
    posts(`${"x".repeat(128)}… [abcdef12]`);
    expect(await outcome({ description: "x".repeat(200) })).toMatchObject({ outcome: "done" });
  });

  test("is held when state and fingerprint stand there", async () => {
    standing(status("failure", "Blocked by #7 [abcdef12]"));
    expect(await outcome()).toMatchObject({ outcome: "held" });
  });

  test("puts a forged success with our fingerprint right", async () => {
    standing(status("success", "Blocked by #7 [abcdef12]"));
    posts("Blocked by #7 [abcdef12]");
    expect(await outcome()).toMatchObject({ outcome: "done" });
  });

  test("says that a fork's token may not write", async () => {
    standing();
    api().post(`${SHOP}/statuses/${SHA}`).reply(403, { message: "Resource not accessible by integration" });
    expect(await outcome()).toMatchObject({
      outcome: "refused",
      reason: "The workflow's token lacks statuses: write",
    });
  });
});
