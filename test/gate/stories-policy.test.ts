/** Stories: a policy file that does not parse, on the base or in the head. */
import { describe } from "vitest";
import { item } from "./facts-of.ts";
import { tell } from "./tell.ts";

const BLOCKED = { items: [item(415, { components: ["search"] })], paths: ["services/search/query.ts"] };

describe("a broken policy", () => {
  const broken = { problems: [".github/aftercare.yml:3:5 Unknown key `polcy`."] };
  const valid = { state: "same" } as const;
  tell([
    {
      name: "is judged by its last valid version, and says so",
      given: { ...BLOCKED, policyFacts: broken },
      verdict: "block G7",
      says: [".github/aftercare.yml on main has a mistake, so its last valid version judges"],
    },
    {
      name: "in the head fails the pull request that brings it, also in report mode",
      given: {
        config: { mode: "report" },
        paths: [".github/aftercare.yml"],
        policyFacts: {
          head: {
            state: "broken",
            problems: [".github/aftercare.yml:3:5 Unknown key `polcy`. Did you mean `policy`?"],
          },
        },
      },
      verdict: "block config",
      line: "Blocked: .github/aftercare.yml:3:5 Unknown key `polcy`. Did you mean `policy`? Mend the file in this pull request.",
    },
    {
      name: "in the head of a branch that does not touch it fails nothing",
      given: { policyFacts: { head: { state: "broken", problems: ["x"] } } },
      verdict: "pass G0",
    },
    {
      name: "in the head of a pull request that something else holds back, too, is named first",
      given: {
        ...BLOCKED,
        paths: [...BLOCKED.paths, ".github/aftercare.yml"],
        policyFacts: {
          head: { state: "broken", problems: [".github/aftercare.yml:1:1 Not valid YAML.", "and another"] },
        },
      },
      verdict: "block config",
      line: "Blocked: .github/aftercare.yml:1:1 Not valid YAML. (and 1 more) Mend the file in this pull request.",
      says: ["Note: and another", "search blocks (G7)"],
    },
    {
      name: "that the base has already fails no other pull request",
      given: { paths: ["README.md"], policyFacts: { ...broken, head: { state: "broken", problems: broken.problems } } },
      verdict: "pass G0",
    },
    {
      name: "never fails anything once the operator has broken the glass",
      given: {
        paths: [".github/aftercare.yml"],
        reportOnly: true,
        policyFacts: { head: { state: "broken", problems: ["x"] } },
      },
      verdict: "report config",
    },
    {
      name: "unchanged in the head says nothing",
      given: { paths: [".github/aftercare.yml"], policyFacts: { head: valid } },
      verdict: "pass G0",
    },
  ]);
});
