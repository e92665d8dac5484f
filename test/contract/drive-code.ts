/** Uses every operation around git, branches and their rules once. */
import type { Stage } from "./stage.ts";

/** Contents, git data, branches, commits. */
export async function driveCode({ alice, repo }: Stage): Promise<void> {
  const text = (value: string): string => Buffer.from(value).toString("base64");
  const made = await alice(`PUT ${repo}/contents/docs/a.md`, { message: "Add a", content: text("a\n") });
  await alice(`GET ${repo}/contents/docs/a.md?ref=main`);
  await alice(`GET ${repo}/contents/docs`);
  await alice(`GET ${repo}/contents/docs/a.md`, undefined, { accept: "application/vnd.github.raw+json" });
  await alice(`PUT ${repo}/contents/docs/a.md`, { message: "Change a", content: text("b\n"), sha: made.content.sha });
  const file = await alice(`GET ${repo}/contents/docs/a.md`);
  await alice(`DELETE ${repo}/contents/docs/a.md`, { message: "Drop a", sha: file.sha });
  const main = await alice(`GET ${repo}/git/ref/heads/main`);
  const blob = await alice(`POST ${repo}/git/blobs`, { content: "x\n", encoding: "utf-8" });
  await alice(`GET ${repo}/git/blobs/${blob.sha}`);
  const head = await alice(`GET ${repo}/git/commits/${main.object.sha}`);
  const tree = await alice(`POST ${repo}/git/trees`, {
    base_tree: head.tree.sha,
    tree: [{ path: "x.txt", mode: "100644", type: "blob", sha: blob.sha }],
  });
  await alice(`GET ${repo}/git/trees/${tree.sha}?recursive=1`);
  const commit = await alice(`POST ${repo}/git/commits`, { message: "x", tree: tree.sha, parents: [main.object.sha] });
  await alice(`POST ${repo}/git/refs`, { ref: "refs/heads/x", sha: main.object.sha });
  await alice(`PATCH ${repo}/git/refs/heads/x`, { sha: commit.sha, force: false });
  await alice(`GET ${repo}/git/matching-refs/heads/`);
  await alice(`GET ${repo}/compare/main...x`);
  await alice(`GET ${repo}/commits?sha=x&path=x.txt`);
  await alice(`GET ${repo}/commits/x`);
  await alice(`GET ${repo}/commits/${commit.sha}/pulls`);
  await alice(`GET ${repo}/branches?protected=false`);
  await alice(`GET ${repo}/branches/main`);
  await alice(`POST ${repo}/statuses/${commit.sha}`, {
    state: "success",
    context: "ci",
    description: "fine",
    target_url: "https://ci.example.org/1",
  });
  await alice(`GET ${repo}/commits/x/statuses`);
  await alice(`GET ${repo}/commits/${commit.sha}/status`);
  await alice(`DELETE ${repo}/git/refs/heads/x`);
}

/** Branch protection and rulesets. */
export async function driveRules({ alice, repo, app }: Stage): Promise<void> {
  const protection = `${repo}/branches/main/protection`;
  await alice(`PUT ${protection}`, {
    required_status_checks: { strict: true, contexts: [], checks: [{ context: "aftercare/gate", app_id: app.appId }] },
    enforce_admins: true,
    required_pull_request_reviews: { required_approving_review_count: 1 },
    restrictions: null,
  });
  await alice(`GET ${protection}`);
  await alice(`GET ${repo}/branches/main`);
  await alice(`GET ${repo}/branches?protected=true`);
  await alice(`DELETE ${protection}`);
  const rules = [
    { type: "deletion" },
    {
      type: "required_status_checks",
      parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context: "ci" }] },
    },
    {
      type: "pull_request",
      parameters: {
        required_approving_review_count: 0,
        dismiss_stale_reviews_on_push: false,
        require_code_owner_review: false,
        require_last_push_approval: false,
        required_review_thread_resolution: false,
      },
    },
  ];
  const ruleset = await alice(`POST ${repo}/rulesets`, {
    name: "main",
    target: "branch",
    enforcement: "active",
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules,
  });
  await alice(`GET ${repo}/rulesets`);
  await alice(`GET ${repo}/rulesets/${ruleset.id}`);
  await alice(`GET ${repo}/rules/branches/main`);
  await alice(`DELETE ${repo}/rulesets/${ruleset.id}`);
}

/** Security alerts and advisories. */
export async function driveAlerts({ alice, repo, github }: Stage): Promise<void> {
  const ghsaId = "GHSA-abcd-efgh-jkmp";
  github.draftAdvisory("acme/shop", { ghsaId });
  for (const kind of ["dependabot", "code-scanning", "secret-scanning"] as const) {
    github.raiseAlert("acme/shop", kind === "dependabot" ? { kind, ghsaId } : { kind });
    await alice(`GET ${repo}/${kind}/alerts?state=open`);
    await alice(`GET ${repo}/${kind}/alerts/1`);
  }
  await alice(`GET ${repo}/security-advisories/${ghsaId}`);
}
