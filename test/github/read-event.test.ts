/** Which pushes change the policy: our own file, and files that are named for objectives. */
import { expect, test } from "vitest";
import { narrowDelivery, readEvent } from "#src/github/read-event.ts";

function push(path: string, ref = "refs/heads/main") {
  const repository = {
    id: 901,
    name: "shop",
    full_name: "acme/shop",
    owner: { login: "acme" },
    default_branch: "main",
  };
  const commits = [{ added: [], modified: [path], removed: [] }];
  return readEvent("push", { ref, repository, commits, sender: { login: "mia", type: "User" } });
}

const CHANGED = { kind: "policy-changed", repository: { owner: "acme", repo: "shop" } };

test.each([
  [".github/aftercare.yml", CHANGED],
  ["slo/checkout.yaml", CHANGED],
  ["ops/slos/checkout/main.yml", CHANGED],
  ["openslo.yaml", CHANGED],
  ["checkout.slo.yaml", CHANGED],
  ["checkout-slo.json", CHANGED],
  ["docs/slo.md", null],
  ["src/slow.yaml", null],
  ["deploy/values.yaml", null],
])("a push to the default branch that changes %s", (path, expected) => {
  expect(push(path)).toEqual(expected);
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
