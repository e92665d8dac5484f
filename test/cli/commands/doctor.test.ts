/** `aftercare doctor` against the stand-in: each thing that can be wrong is found, and mending it as told makes it well. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { runCli } from "#test/cli/terminal.ts";
import { type ApiClient, apiClient } from "#test/support/github/api-client.ts";
import { createMachineClock } from "#test/support/github/clock.ts";
import { type GitHubServer, startGitHub } from "#test/support/github/server.ts";
import { type AppHandle, createPrivateKey } from "#test/support/github/setup-apps.ts";
import { strictObserver } from "#test/support/openapi/strict-observer.ts";

interface Finding {
  readonly about: string;
  readonly state: string;
  readonly says: string;
  readonly mend: string | null;
}

const observer = strictObserver();
const privateKey = createPrivateKey();
const manifest = parse(readFileSync(new URL("../../../app.yml", import.meta.url), "utf8")) as {
  readonly default_events: readonly string[];
  readonly default_permissions: Readonly<Record<string, "read" | "write">>;
};
const CONFIG = 'mode: enforce\ncomponents:\n  checkout: { paths: ["services/checkout/**"] }\n';
const PICKED = ["incident", "near-miss", "sev:1", "sev:2", "sev:3", "sev:4", "component:checkout"];

let github: GitHubServer;
let app: AppHandle;
let count = 0;
let shop = "";
let alice: ApiClient;
beforeAll(async () => {
  github = await startGitHub({ clock: createMachineClock(), observe: observer });
  github.addOrganization("acme", { alice: "admin" });
  github.addUser("eve");
  app = github.addApp({
    slug: "aftercare",
    permissions: manifest.default_permissions,
    events: manifest.default_events,
    privateKey,
    webhookUrl: "http://127.0.0.1:9/",
  });
  alice = apiClient(github.url, github.userToken("alice"));
});
beforeEach(() => {
  count += 1;
  shop = `acme/shop-${count}`;
});
afterAll(async () => {
  await github.stop();
  observer.assertClean();
});

function open(config: string | null = CONFIG, isPrivate = false, more: Readonly<Record<string, string>> = {}): void {
  const files = { "README.md": "Shop\n", ...more, ...(config === null ? {} : { ".github/aftercare.yml": config }) };
  github.addRepository({ owner: "acme", name: shop.slice("acme/".length), files, private: isPrivate });
}

async function doctor(environment: Record<string, string> = {}, login = "alice") {
  const base = { GITHUB_TOKEN: github.userToken(login), GITHUB_API_URL: github.url, ...environment };
  const { code, out, error } = await runCli(["doctor", "--repo", shop, "--json"], {}, base);
  const findings = code === 2 ? [] : (JSON.parse(out) as Finding[]);
  return { code, error, findings, about: (name: string) => findings.filter(({ about }) => about === name) };
}

async function addLabels(): Promise<void> {
  for (const name of PICKED) await alice(`POST /repos/${shop}/labels`, { name });
}

async function protect(check: { context: string; app_id: number } = { context: "aftercare/gate", app_id: -1 }) {
  const answer = await alice(`PUT /repos/${shop}/branches/main/protection`, {
    required_status_checks: { strict: false, checks: [check], contexts: [] },
    enforce_admins: true,
    required_pull_request_reviews: null,
    restrictions: null,
  });
  expect(answer.status).toBe(200);
}

describe("a repository that is set up", () => {
  test("is well: exit 0, and nothing to mend", async () => {
    open();
    await addLabels();
    await protect({ context: "aftercare/gate", app_id: app.appId });
    const { code, findings } = await doctor();
    expect(findings.filter(({ state }) => state === "wrong")).toEqual([]);
    expect(code).toBe(0);
  });

  test("one that has nothing is told everything at once, each with how to mend it", async () => {
    open(null);
    const { code, findings } = await doctor();
    expect(code).toBe(1);
    const sick = findings.filter(({ state }) => state === "wrong");
    expect(sick.map(({ about }) => about)).toEqual(["configuration", "labels", "required check"]);
    for (const { mend } of sick) expect(mend).toMatch(/\w{3}/);
  });

  test("without --json it is a list for people", async () => {
    open();
    const environment = { GITHUB_TOKEN: github.userToken("alice"), GITHUB_API_URL: github.url };
    const { code, out } = await runCli(["doctor", "--repo", shop], {}, environment);
    expect(code).toBe(1);
    expect(out).toMatch(/^ok {5}configuration: /m);
    expect(out).toMatch(/^MEND {3}labels: .*\n {9}gh label create 'incident' --repo acme\/shop-/m);
  });
});

describe("the sources of error budgets", () => {
  const withSlo = (slo: string) => CONFIG.replace('"] }', `"], slo: { ${slo} } }`);
  const file = (target: string) =>
    `apiVersion: openslo/v1\nkind: SLO\nmetadata: { name: any }\nspec:\n  budgetingMethod: Occurrences\n  timeWindow: [{ duration: 4w, isRolling: true }]\n  objectives: [{ target: ${target} }]\n`;

  test.each([
    ["0.995", "good", "checkout: 99.5% over 28d, from slo/a.yaml:7 (any)."],
    ["99.5", "wrong", "checkout: slo/a.yaml:7:16 `target: 99.5` is not a share"],
  ])("an OpenSLO file with the target %s is %s", async (target, state, says) => {
    open(withSlo("openslo: slo/a.yaml"), false, { "slo/a.yaml": file(target) });
    expect((await doctor()).about("error budget")).toEqual([
      expect.objectContaining({ state, says: expect.stringContaining(says) }),
    ]);
  });

  test("Prometheus that is not set here is not seen", async () => {
    open(withSlo("prometheus: sloth"));
    expect((await doctor()).about("error budget")).toMatchObject([{ state: "unseen" }]);
  });

  test("Prometheus that does not answer is told with what it was asked", async () => {
    open(withSlo("prometheus: sloth"));
    expect((await doctor({ PROMETHEUS_URL: "http://127.0.0.1:1" })).about("error budget")).toMatchObject([
      {
        state: "wrong",
        says: "checkout: Prometheus cannot be reached.",
        mend: 'It was asked: slo:period_error_budget_remaining:ratio{sloth_service="checkout"}',
      },
    ]);
  });

  test("an address that is none is wrong usage", async () => {
    open(withSlo("prometheus: sloth"));
    expect(await doctor({ PROMETHEUS_URL: "nowhere" })).toMatchObject({
      code: 2,
      error: expect.stringContaining("PROMETHEUS_URL is no http or https address"),
    });
  });

  test("nothing is said where the incident history is the only source", async () => {
    open();
    expect((await doctor()).about("error budget")).toEqual([]);
  });
});

describe("the configuration", () => {
  test("every problem is named with its line", async () => {
    open("mode: enforce\nmod: 1\ntimezone: Mars/Base\n");
    const { code, about } = await doctor();
    expect(code).toBe(1);
    expect(about("configuration").map(({ says }) => says)[0]).toMatch(
      /^\.github\/aftercare\.yml:2:1 Unknown key `mod`/,
    );
  });

  test("report mode is no fault, and is said", async () => {
    open("components: { a: {} }\n");
    expect((await doctor()).about("mode")).toMatchObject([
      { state: "good", says: expect.stringContaining("Report mode") as unknown },
    ]);
  });
});

describe("labels", () => {
  test("those that are missing are named with the commands that make them", async () => {
    open();
    await alice(`POST /repos/${shop}/labels`, { name: "Incident" });
    const [finding] = (await doctor()).about("labels");
    expect(finding?.mend?.split("\n")).toHaveLength(PICKED.length - 1);
    expect(finding?.says).not.toContain("incident");
  });

  test("a name with a quote cannot leave the command", async () => {
    open(`labels: { incident: ["it's $(touch x)"] }\n`);
    const [finding] = (await doctor()).about("labels");
    expect(finding?.mend?.split("\n")[0]).toBe(`gh label create 'it'\\''s $(touch x)' --repo ${shop}`);
  });
});

describe("the required check", () => {
  test("required from anybody: people with write access could report it themselves", async () => {
    open();
    await protect();
    expect((await doctor()).about("required check")).toMatchObject([
      { state: "wrong", says: expect.stringContaining("from anybody with write access") as unknown },
    ]);
  });

  test("required from another App", async () => {
    open();
    const other = github.addApp({ slug: `other-${count}`, permissions: {}, events: [], privateKey });
    await protect({ context: "aftercare/gate", app_id: other.appId });
    expect((await doctor()).about("required check")).toMatchObject([
      { state: "wrong", says: expect.stringContaining(`another App (id ${other.appId})`) as unknown },
    ]);
  });

  test("by a ruleset, from the App: well", async () => {
    open();
    await alice(`POST /repos/${shop}/rulesets`, {
      name: "main",
      target: "branch",
      enforcement: "active",
      conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
      rules: [
        {
          type: "required_status_checks",
          parameters: {
            strict_required_status_checks_policy: false,
            required_status_checks: [{ context: "aftercare/gate", integration_id: app.appId }],
          },
        },
      ],
    });
    expect((await doctor()).about("required check")).toMatchObject([{ state: "good" }]);
  });

  test("with writer: action the source is GitHub Actions", async () => {
    open(`writer: action\n${CONFIG}`);
    await protect({ context: "aftercare/gate", app_id: 15_368 });
    expect((await doctor()).about("required check")).toMatchObject([
      { state: "good", says: expect.stringContaining("GitHub Actions") as unknown },
    ]);
  });

  test("an App whose slug is not known cannot be compared", async () => {
    open(`app: nobody\n${CONFIG}`);
    await protect();
    expect((await doctor()).about("required check")).toMatchObject([{ state: "unseen" }]);
  });
});

describe("verdicts", () => {
  async function openPull(): Promise<string> {
    const sha = github.push(shop, { branch: "b", files: { "a.txt": "a\n" }, message: "a", login: "alice" });
    github.openPull(shop, { title: "b", head: "b", login: "alice" });
    return sha;
  }

  test("none on an open pull request", async () => {
    open();
    await openPull();
    expect((await doctor()).about("verdicts")).toMatchObject([
      { state: "wrong", mend: expect.stringContaining("Install the App") as unknown },
    ]);
  });

  test("one by the App", async () => {
    open();
    const sha = await openPull();
    const bot = apiClient(github.url, github.installationToken(install()));
    const run = { name: "aftercare/gate", head_sha: sha, status: "completed", conclusion: "success" };
    expect((await bot(`POST /repos/${shop}/check-runs`, run)).status).toBe(201);
    expect((await doctor()).about("verdicts")).toMatchObject([
      { state: "good", says: expect.stringContaining("The App judged #1") as unknown },
    ]);
  });

  test("one by an App of another name", async () => {
    open(`app: somebody\n${CONFIG}`);
    const sha = await openPull();
    const bot = apiClient(github.url, github.installationToken(install()));
    await bot(`POST /repos/${shop}/check-runs`, { name: "aftercare/gate", head_sha: sha, status: "in_progress" });
    expect((await doctor()).about("verdicts")).toMatchObject([
      { state: "wrong", mend: expect.stringContaining("Write `app: aftercare`") as unknown },
    ]);
  });

  test("a status by the Action", async () => {
    open(`writer: action\n${CONFIG}`);
    const sha = await openPull();
    expect((await doctor()).about("verdicts")).toMatchObject([
      { state: "wrong", mend: expect.stringContaining("statuses: write") as unknown },
    ]);
    const job = apiClient(github.url, github.actionsToken(shop));
    await job(`POST /repos/${shop}/statuses/${sha}`, { state: "success", context: "aftercare/gate" });
    expect((await doctor()).about("verdicts")).toMatchObject([{ state: "good" }]);
  });
});

describe("the App's own view", () => {
  const KEYS = () => ({ APP_ID: String(app.appId), PRIVATE_KEY: privateKey });

  test("without its key it cannot be seen, which is no fault", async () => {
    open();
    expect((await doctor()).about("webhook")).toMatchObject([{ state: "unseen" }]);
  });

  test("not installed here", async () => {
    open();
    const only = github.addApp({ slug: `only-${count}`, permissions: {}, events: [], privateKey });
    const { about } = await doctor({ APP_ID: String(only.appId), PRIVATE_KEY: privateKey });
    expect(about("installation")).toMatchObject([
      { state: "wrong", says: "The App is not installed on this repository." },
    ]);
  });

  test("installed with the permissions of app.yml; deliveries that nobody takes are told", async () => {
    open();
    install();
    await alice(`POST /repos/${shop}/issues`, { title: "Something" });
    await github.settled();
    const { about } = await doctor(KEYS());
    expect(about("installation")).toMatchObject([{ state: "good" }]);
    expect(about("webhook")).toMatchObject([
      { state: "wrong", says: expect.stringMatching(/deliveries failed/) as unknown },
    ]);
  });

  test("fewer permissions and events than app.yml", async () => {
    open();
    const poor = github.addApp({
      slug: `poor-${count}`,
      permissions: { issues: "read" },
      events: ["issues"],
      privateKey,
      webhookUrl: "http://127.0.0.1:9/",
    });
    github.installApp({ app: poor, account: "acme", repositories: [shop.slice("acme/".length)] });
    const { about } = await doctor({ APP_ID: String(poor.appId), PRIVATE_KEY: privateKey });
    expect(about("installation")[0]?.says).toMatch(/lacks .*issues: write.*, and does not hear of .*pull_request/);
  });
});

describe("what the token may not do", () => {
  test("a repository out of sight is exit 2", async () => {
    open(CONFIG, true);
    expect(await doctor({}, "eve")).toMatchObject({
      code: 2,
      error: expect.stringContaining("may not see it") as unknown,
    });
  });

  test("a workflow's token without issues: the permission is named", async () => {
    open(CONFIG, true);
    const token = github.actionsToken(shop, { permissions: { contents: "read", metadata: "read" } });
    const { about } = await doctor({ GITHUB_TOKEN: token, GITHUB_ACTIONS: "true" });
    expect(about("token").map(({ mend }) => mend)).toContain("Use a token with issues: read.");
  });

  test("an archived repository", async () => {
    open();
    await alice(`PATCH /repos/${shop}`, { archived: true });
    expect((await doctor()).about("repository")).toMatchObject([{ state: "wrong" }]);
  });
});

/** Everywhere in acme, once. */
let installed: ReturnType<GitHubServer["installApp"]> | undefined;
function install() {
  installed ??= github.installApp({ app, account: "acme" });
  return installed;
}
