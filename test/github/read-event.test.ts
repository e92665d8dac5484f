/** Which pushes change the policy: our own file, and files that are named for objectives. */
import { expect, test } from "vitest";
import { narrowDelivery, readEvent } from "#src/github/read-event.ts";

const BEFORE = "1".repeat(40);
const AFTER = "2".repeat(40);

const repository = {
  id: 901,
  name: "shop",
  full_name: "acme/shop",
  owner: { login: "acme" },
  default_branch: "main",
};

function push(path: string, ref = "refs/heads/main") {
  const commits = [{ added: [], modified: [path], removed: [] }];
  return readEvent("push", {
    ref,
    before: BEFORE,
    after: AFTER,
    repository,
    commits,
    sender: { login: "mia", type: "User" },
  });
}

const PUSHED = { owner: "acme", repo: "shop", before: BEFORE, after: AFTER };
const CHANGED = { kind: "policy-changed", repository: { owner: "acme", repo: "shop" }, push: PUSHED };
const ONLY_CODE = { kind: "push", push: PUSHED };

test.each([
  [".github/aftercare.yml", CHANGED],
  ["slo/checkout.yaml", CHANGED],
  ["ops/slos/checkout/main.yml", CHANGED],
  ["openslo.yaml", CHANGED],
  ["checkout.slo.yaml", CHANGED],
  ["checkout-slo.json", CHANGED],
  ["docs/slo.md", ONLY_CODE],
  ["src/slow.yaml", ONLY_CODE],
  ["deploy/values.yaml", ONLY_CODE],
])("a push to the default branch that changes %s", (path, expected) => {
  expect(push(path)).toEqual(expected);
});

test.each<readonly [string, object, unknown]>([
  ["drops commits is told, also when it brings none", { forced: true, commits: [] }, { ...PUSHED, forced: true }],
  ["makes the branch drops nothing", { forced: true, before: "0".repeat(40), commits: [] }, null],
  [
    "deletes the branch drops nothing that could be looked at",
    { forced: true, after: "0".repeat(40), commits: [] },
    null,
  ],
  ["brings nothing means nothing", { commits: [] }, null],
])("a push that %s", (_, change, expected) => {
  const repository = { id: 1, name: "shop", owner: { login: "acme" }, default_branch: "main" };
  const payload = { ref: "refs/heads/main", before: BEFORE, after: AFTER, repository, ...change };
  const event = readEvent("push", payload);
  expect(event && "push" in event ? event.push : event).toEqual(expected);
});

test("a push to another branch changes nothing", () => {
  expect(push(".github/aftercare.yml", "refs/heads/next")).toBeNull();
});

test("an edit of a description without an item's table means the same after it was stored as before", () => {
  const payload = {
    action: "edited",
    repository: { id: 901, name: "shop", owner: { login: "acme" } },
    issue: { number: 2, labels: [{ name: "pia" }], body: "## Summary\n\nlonger" },
    changes: { body: { from: "## Summary" } },
  };
  const narrowed = narrowDelivery("issues", payload);
  const stored: unknown = narrowed.kind === "narrowed" ? JSON.parse(JSON.stringify(narrowed.payload)) : null;
  expect(readEvent("issues", stored)).toEqual(readEvent("issues", payload));
  expect(readEvent("issues", stored)).toMatchObject({ kind: "issue", action: "edited" });
});

test.each([
  ["a commit", AFTER, "narrowed"],
  ["what no database can store", "\u0000\uD800", "malformed"],
  ["what no index can hold", "a".repeat(10_000), "malformed"],
])("the key that orders a delivery is made of %s: %#", (_name, headSha, kind) => {
  const payload = {
    action: "rerequested",
    repository,
    check_suite: { id: 1, head_sha: headSha },
    installation: { id: 7 },
  };
  expect(narrowDelivery("check_suite", payload).kind).toBe(kind);
});
