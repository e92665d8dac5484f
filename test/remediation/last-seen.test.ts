/** How adopted issues stood when we last saw them. */
import { expect, test } from "vitest";
import { assembleRecords } from "#src/remediation/assemble-records.ts";
import { withLastSeen } from "#src/remediation/last-seen.ts";
import { analysis, config, issue, NOW, repository } from "#test/command/world.ts";

const reference = { owner: "acme", repo: "shop", number: 30 };

function seen(fields: Record<string, string>, state: "open" | "closed" | "gone") {
  const labels = ["aftercare", "remediation"];
  const adopted = issue(30, state === "closed" ? { labels, state, stateReason: "completed" } : { labels });
  const tracked = [
    analysis({ linked: [{ issue: reference, fields }] }),
    ...(state === "gone" ? [] : [{ issue: adopted, recordComment: null }]),
  ];
  const { analyses, items } = assembleRecords({ tracked, asOf: NOW }, { config, repository });
  return withLastSeen(analyses[0]!.record!, items)?.linked[0]?.fields["Last seen"] ?? null;
}

test("a settled state is written once, taken back when the issue opens again, and kept when it is out of sight", () => {
  expect(seen({}, "closed")).toBe("done-unproven");
  expect(seen({ "Last seen": "done-unproven" }, "closed")).toBeNull();
  expect(seen({ "Last seen": "done-unproven", Due: "2026-12-01" }, "open")).toBeNull();
  expect(seen({ "Last seen": "done" }, "gone")).toBeNull();
});

test("nothing to write is null, and so is a record without adopted issues", () => {
  const { analyses } = assembleRecords({ tracked: [analysis()], asOf: NOW }, { config, repository });
  expect(withLastSeen(analyses[0]!.record!, [])).toBeNull();
});
