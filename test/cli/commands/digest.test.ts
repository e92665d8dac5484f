/** `aftercare digest` against the stand-in: with whose token, what it writes, and what it says when it cannot. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isoWeekAt } from "#src/calendar/iso-week.ts";
import { UTC } from "#src/calendar/zone.ts";
import { type FlowStage, CONFIG, type Shop, startFlowStage } from "#test/flow/stage.ts";
import { runCli } from "#test/cli/terminal.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

/** `GITHUB_TOKEN` of a person; of a workflow of this repository without a login. */
function environment(shop: Shop, login?: string): Record<string, string> {
  const token = login === undefined ? stage.github.actionsToken(shop.name) : stage.github.userToken(login);
  return { GITHUB_TOKEN: token, GITHUB_API_URL: `${stage.github.url}/` };
}

/** A repository with an incident in the week that still lasts. */
async function eventful(config = CONFIG): Promise<{ shop: Shop; argv: readonly string[] }> {
  const shop = stage.open({ config });
  await shop.declares();
  const week = isoWeekAt(stage.github.clock.now(), UTC);
  return { shop, argv: ["digest", "--repo", shop.name, "--week", week] };
}

describe("aftercare digest", () => {
  test("shows with a person's token what it would say, and writes nothing", async () => {
    const { shop, argv } = await eventful();
    const { code, out, error } = await runCli([...argv, "--dry-run"], {}, environment(shop, "rita"));
    expect({ code, error }).toEqual({ code: 0, error: "" });
    expect(out).toMatch(
      /^# Aftercare weekly summary 2026-W02 \(5–11 Jan\)\n\n<!-- aftercare:digest week="2026-W02" -->/,
    );
    expect(out).toContain("Payments fail");
    expect(await shop.labelled("digest")).toEqual([]);
  });

  test("writes once with a workflow's token, and says that it is up to date after", async () => {
    const { shop, argv } = await eventful();
    const first = await runCli(argv, {}, environment(shop));
    expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^2026-W02: written \(acme\/shop-\d+#3\)\n$/) });
    const again = await runCli(argv, {}, environment(shop));
    expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/^2026-W02: up to date/) });
    expect(await shop.labelled("digest")).toMatchObject([{ user: { login: "github-actions[bot]" } }]);
  });

  test("does not put a person's issue beside the App's, but writes it where the App does not", async () => {
    const { shop, argv } = await eventful();
    const refused = await runCli(argv, {}, environment(shop, "bob"));
    expect(refused).toMatchObject({ code: 2, out: "", error: expect.stringMatching(/written by the app.*--dry-run/) });
    const off = await eventful(`${CONFIG}digest: { enabled: false }\n`);
    for (const words of [/written/, /up to date/]) {
      const { code, out } = await runCli(off.argv, {}, environment(off.shop, "bob"));
      expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(words) });
    }
    expect(await off.shop.labelled("digest")).toMatchObject([{ user: { login: "bob" } }]);
  });

  test.each([
    ["no token", ["--repo", "acme/shop"], {}, /GITHUB_TOKEN is not set/],
    ["a repository that is no name", ["--repo", "shop"], { GITHUB_TOKEN: "x" }, /owner\/name/],
    ["no repository", [], { GITHUB_TOKEN: "x" }, /--repo/],
    ["an address that is none", ["--repo", "a/b"], { GITHUB_TOKEN: "x", GITHUB_API_URL: "nowhere" }, /not an address/],
  ] as const)("with %s: one line, exit code 2", async (...[, rest, env, words]) => {
    const { code, out, error } = await runCli(["digest", ...rest], {}, env);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(words);
    expect(error.trim().split("\n")).toHaveLength(1);
  });

  test.each([
    ["that GitHub does not know", "gone", ["--repo", "acme/shop"], /does not know GITHUB_TOKEN/],
    ["of somebody who sees no such repository", null, ["--repo", "acme/none"], /out of sight or archived/],
    ["and a week that is none", null, ["--repo", "acme/shop-1", "--week", "2026-W60"], /no such week/],
  ] as const)("with a token %s: one line, exit code 2", async (...[, token, rest, words]) => {
    const known = { GITHUB_TOKEN: token ?? stage.github.userToken("bob"), GITHUB_API_URL: stage.github.url };
    const { code, error } = await runCli(["digest", ...rest], {}, known);
    expect({ code, error }).toEqual({ code: 2, error: expect.stringMatching(words) });
  });
});
