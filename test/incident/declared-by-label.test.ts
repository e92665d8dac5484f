/** Who declared an incident, and when, as its labels tell it. */
import { expect, test } from "vitest";
import { configSchema } from "#src/config/schema.ts";
import type { ActivityFacts } from "#src/facts/issue.ts";
import { declaredByLabel, type LabelTerms } from "#src/incident/declared-by-label.ts";
import { at } from "#test/timeline/timeline.ts";

const url = "https://github.com/acme/shop/issues/7";
const alice = { login: "alice", type: "User" as const };
const ours = { login: "aftercare[bot]", type: "Bot" as const };
const labelled = (time: string, actor: ActivityFacts["actor"], detail: string): ActivityFacts => ({
  at: at(time),
  actor,
  event: "labeled",
  detail,
  url: null,
});
const issue = { url, createdAt: at("05:00"), author: alice };
const declared = (activity: readonly ActivityFacts[], parts: Partial<LabelTerms> = {}) =>
  declaredByLabel({ activity, issue, confirmedBy: null, config: configSchema.parse({}), ...parts });

const bob = { login: "bob", type: "User" as const };

test.each([
  [
    "the first label counts",
    [labelled("05:10", bob, "Incident"), labelled("06:00", alice, "incident")],
    {},
    "05:10 bob",
  ],
  ["other labels say nothing", [labelled("05:05", bob, "sev:2"), labelled("05:10", bob, "incident")], {}, "05:10 bob"],
  ["set with the issue, which tells no event", [], {}, "05:00 alice"],
  ["set by us for who confirmed it", [labelled("05:10", ours, "incident")], { confirmedBy: "bob" }, "05:10 bob"],
  ["set by us for an alert", [labelled("05:10", ours, "incident")], {}, null],
  ["an issue of ours", [], { issue: { ...issue, author: ours } }, null],
  ["set by an account that is gone", [labelled("05:10", null, "incident")], {}, null],
] as const)("%s", (_name, activity, parts, wanted) => {
  const [time = "", by] = wanted?.split(" ") ?? [];
  expect(declared(activity, parts)).toEqual(wanted === null ? null : { at: at(time), by, source: url });
});
