/** Stories: what a pull request is proven to be, and what does not prove it. */
import { describe } from "vitest";
import type { RevertEvidence } from "#src/gate/facts.ts";
import { at, file, incident, incomplete, issue, item } from "./facts-of.ts";
import { tell } from "./tell.ts";

/** Search has no objective, so its open item blocks everything that is not proven to be better than a change. */
const BLOCKED = { items: [item(415, { components: ["search"] })], paths: ["services/search/query.ts"] };

describe("a fix", () => {
  const fix = { ...BLOCKED, fixes: [415] };
  const as = (change: Parameters<typeof item>[1]) => ({
    ...fix,
    items: [item(415, { components: ["search"], ...change })],
  });
  tell([
    {
      name: "of a gating item passes",
      given: fix,
      verdict: "pass G1-remediation-fix",
      line: "Passes (search): Fixes #415, the open P0 for search: always allowed.",
    },
    {
      name: "linked in GitHub's sidebar only passes too",
      given: { ...BLOCKED, closingIssues: [issue(415)] },
      verdict: "pass G1-remediation-fix",
    },
    {
      name: "of a part of it passes too: an issue that hangs under it",
      given: { ...BLOCKED, fixes: [900], parents: new Map([["acme/shop#900", issue(415)]]) },
      verdict: "pass G1-remediation-fix",
    },
    {
      name: "of an issue that hangs under another one does not count",
      given: { ...BLOCKED, fixes: [900], parents: new Map([["acme/shop#900", issue(901)]]) },
      verdict: "block G7",
    },
    {
      name: "of an item that nobody accepted yet does not count",
      given: {
        ...fix,
        items: [...BLOCKED.items, item(416, { components: ["search"], state: "proposed" })],
        fixes: [416],
      },
      verdict: "block G7",
      says: ["#416 is linked, but nobody has accepted it yet"],
    },
    {
      name: "of an item that the author accepted does not count",
      given: as({ accepted: { by: "Ana", at: at("2026-11-01"), reason: null } }),
      verdict: "block G7",
      says: ["#415 is linked, but it was accepted by this pull request's author"],
    },
    {
      name: "of an item that the author accepted counts with a single maintainer",
      given: {
        ...as({ accepted: { by: "ana", at: at("2026-11-01"), reason: null } }),
        config: { single_maintainer: true },
      },
      verdict: "pass G1-remediation-fix",
    },
    {
      name: "of an item whose acceptance is not recorded does not count",
      given: as({ accepted: null }),
      verdict: "block G7",
      says: ["it is not recorded who accepted it"],
    },
    {
      name: "of a minor item does not count",
      given: { ...fix, items: [...BLOCKED.items, item(416, { components: ["search"], priority: "P3" })], fixes: [416] },
      verdict: "block G7",
      says: ["#416 is linked, but its priority P3 gates nothing"],
    },
    {
      name: "of another component's item does not count here",
      given: { ...fix, items: [...BLOCKED.items, item(412)], fixes: [412] },
      verdict: "block G7",
    },
    {
      name: "is judged on its own where it touches another component",
      given: {
        ...fix,
        items: [...fix.items, item(412)],
        paths: ["services/search/query.ts", "services/checkout/cart.ts"],
      },
      verdict: "warn G5",
      says: ["search passes (G1-remediation-fix)", "checkout warns (G5)"],
    },
    {
      name: "may touch documentation and tests of another component",
      given: {
        ...fix,
        items: [...fix.items, item(412)],
        paths: ["services/search/query.ts", "services/checkout/README.md", "services/checkout/cart.test.ts"],
      },
      verdict: "pass G1-remediation-fix",
    },
    {
      name: "of an incomplete analysis is not possible by a pull request",
      given: {
        paths: ["services/search/query.ts"],
        incidents: [incident(398, 5, { components: ["search"] })],
        analyses: [incomplete(399, 398)],
        fixes: [399],
      },
      verdict: "block G7",
    },
  ]);
});

describe("a fix whose item is closed before it merges", () => {
  const closed = (change: Parameters<typeof item>[1] = {}) => ({
    ...BLOCKED,
    items: [
      ...BLOCKED.items,
      item(416, { components: ["search"], state: "done", closedAt: at("2026-11-21"), ...change }),
    ],
    fixes: [416],
  });
  tell([
    {
      name: "stays a fix, because the item gated while it was linked",
      given: { ...closed(), linkedAt: new Map([["acme/shop#416", at("2026-11-20")]]) },
      verdict: "pass G1-remediation-fix",
      line: "Passes (search): Fixes #416, a closed P0 for search: always allowed.",
    },
    {
      name: "is none when the link was made after the closing",
      given: { ...closed(), linkedAt: new Map([["acme/shop#416", at("2026-11-22")]]) },
      verdict: "block G7",
      says: ["#416 is linked, but it was closed before it was linked here"],
    },
    {
      name: "is none when the item was closed before the pull request was opened",
      given: closed({ closedAt: at("2026-11-19") }),
      verdict: "block G7",
    },
    {
      name: "is none when the item was never accepted",
      given: closed({ accepted: null }),
      verdict: "block G7",
    },
  ]);
});

describe("documentation", () => {
  const docs = (paths: readonly (string | ReturnType<typeof file>)[], config: object = {}) => ({
    ...BLOCKED,
    paths,
    config,
  });
  tell([
    {
      name: "only, inside the component, passes",
      given: docs(["services/search/README.md"]),
      verdict: "pass G1-docs-only",
      line: "Passes (search): Documentation only: always allowed.",
    },
    {
      name: "and one line of code is a change",
      given: docs(["services/search/README.md", "services/search/a.ts"]),
      verdict: "block G7",
    },
    {
      name: "made of code by a rename is a change",
      given: docs([file("services/search/query.md", "services/search/query.ts")]),
      verdict: "block G7",
    },
    {
      name: "that a component names as its own is a change",
      given: docs(["services/search/site/intro.md"], {
        components: { search: { paths: ["services/search/**", "services/search/site/*.md"] } },
      }),
      verdict: "block G7",
    },
    { name: "in a title proves nothing", given: { ...BLOCKED, pull: { title: "docs: typo" } }, verdict: "block G7" },
  ]);
});

describe("a mitigation", () => {
  const outage = {
    ...BLOCKED,
    incidents: [incident(398, null, { components: ["search"] })],
    fixes: [398],
  };
  tell([
    {
      name: "of an incident that is not over passes",
      given: outage,
      verdict: "pass G1-mitigation",
      line: "Passes (search): Mitigates #398, which is not over yet: always allowed.",
    },
    {
      name: "of an incident that is over is a change",
      given: { ...outage, incidents: [incident(398, 30, { components: ["search"] })] },
      verdict: "block G7",
    },
    {
      name: "of an incident whose issue was closed is a change",
      given: { ...outage, incidents: [incident(398, null, { components: ["search"], closedAt: at("2026-11-16") })] },
      verdict: "block G7",
    },
    {
      name: "of an incident that nobody confirmed is a change: an outsider could open one",
      given: { ...outage, incidents: [incident(398, null, { components: ["search"], confirmed: false })] },
      verdict: "block G7",
    },
    {
      name: "of an incident elsewhere is a change",
      given: { ...outage, incidents: [incident(398, null)] },
      verdict: "block G7",
    },
    {
      name: "of two incidents names the first",
      given: {
        ...outage,
        incidents: [incident(399, null, { components: ["search"] }), ...outage.incidents],
        fixes: [399, 398],
      },
      verdict: "pass G1-mitigation",
      says: ["Mitigates #398"],
    },
    { name: "that links nothing is a change", given: { ...outage, fixes: [] }, verdict: "block G7" },
  ]);
});

describe("a revert", () => {
  const revert: RevertEvidence = {
    commit: "1a2b3c4d5e6f7a8b",
    onBase: true,
    inverse: true,
    ofRevert: false,
    pull: issue(70),
  };
  const given = (change: Partial<RevertEvidence>) => ({ ...BLOCKED, revert: { ...revert, ...change } });
  tell([
    {
      name: "that git proves passes",
      given: given({}),
      verdict: "pass G1-revert",
      line: "Passes (search): The exact inverse of 1a2b3c4d5e6f, which is on main: a revert is always allowed.",
    },
    {
      name: "by its title alone is a change",
      given: { ...BLOCKED, pull: { title: 'Revert "x"' } },
      verdict: "block G7",
    },
    {
      name: "of something that is not on the base is a change",
      given: given({ onBase: false }),
      verdict: "block G7",
      says: ["Not taken as a revert: 1a2b3c4d5e6f is not on main."],
    },
    { name: "with something more in it is a change", given: given({ inverse: false }), verdict: "block G7" },
    { name: "of a revert is a change", given: given({ ofRevert: true }), verdict: "block G7" },
    {
      name: "of a fix that an item names is a change",
      given: {
        ...given({}),
        items: [
          ...BLOCKED.items,
          item(412, { state: "done", pullRequests: [{ reference: issue(70), state: "merged" }] }),
        ],
      },
      verdict: "block G7",
      says: ["1a2b3c4d5e6f is the fix of #412"],
    },
    {
      name: "is like any change when the policy says so",
      given: { ...given({}), policy: { exempt: { revert: false } } },
      verdict: "block G7",
    },
    {
      name: "that could not be checked is a change, and says so",
      given: { ...BLOCKED, revert: "unavailable" },
      verdict: "block G7",
      says: ["Whether this is a revert could not be checked."],
    },
  ]);
});

describe("a security fix", () => {
  const labelled = (setter: string, permissions: Record<string, "maintain" | "write" | "admin">) => ({
    ...BLOCKED,
    pull: { labels: ["Security"] },
    labelSetters: new Map([["security", setter]]),
    permissions,
  });
  tell([
    {
      name: "of an open advisory passes",
      given: { ...BLOCKED, security: { advisory: "GHSA-aaaa-bbbb-cccc", open: true } },
      verdict: "pass G1-security",
      line: "Passes (search): Fixes GHSA-aaaa-bbbb-cccc, which is open: a security fix is always allowed.",
    },
    {
      name: "of a closed advisory is a change",
      given: { ...BLOCKED, security: { advisory: "GHSA-aaaa-bbbb-cccc", open: false } },
      verdict: "block G7",
    },
    {
      name: "by a maintainer's label passes",
      given: labelled("kim", { kim: "maintain" }),
      verdict: "pass G1-security",
    },
    { name: "by a writer's label is a change", given: labelled("kim", { kim: "write" }), verdict: "block G7" },
    { name: "by the author's own label is a change", given: labelled("ana", { ana: "admin" }), verdict: "block G7" },
    {
      name: "by a label whose setter nobody verified is a change",
      given: { ...BLOCKED, pull: { labels: ["security"] }, labelSetters: null, permissions: { kim: "admin" } },
      verdict: "block G7",
    },
    {
      name: "by a label that is no longer on it is a change",
      given: { ...labelled("kim", { kim: "maintain" }), pull: { labels: [] } },
      verdict: "block G7",
    },
    {
      name: "is like any change when the policy says so",
      given: { ...labelled("kim", { kim: "maintain" }), policy: { exempt: { security: false } } },
      verdict: "block G7",
    },
  ]);
});

describe("a version bump by a bot", () => {
  const bump = (login: string, type: "Bot" | "User", paths: readonly string[]) => ({
    ...BLOCKED,
    pull: { author: { login, type } },
    policy: { bots: "warn" },
    paths,
  });
  const lock = ["services/search/package.json", "services/search/package-lock.json"];
  tell([
    {
      name: "is only warned about when the policy says so",
      given: bump("dependabot[bot]", "Bot", lock),
      verdict: "warn G7",
      says: ["Only a warning for version bumps (`bots: warn`)."],
    },
    {
      name: "that also changes code is a change",
      given: bump("dependabot[bot]", "Bot", [...lock, "services/search/a.ts"]),
      verdict: "block G7",
    },
    {
      name: "by a bot that is not on the list is a change",
      given: bump("other[bot]", "Bot", lock),
      verdict: "block G7",
    },
    { name: "by a person is a change", given: bump("ana", "User", lock), verdict: "block G7" },
    {
      name: "is like any change by default",
      given: { ...bump("dependabot[bot]", "Bot", lock), policy: {} },
      verdict: "block G7",
    },
  ]);
});
