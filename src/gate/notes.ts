/** What a reader must know beside the verdict: what was not read, what is judged by an older policy, which links and overrides do not count. */
import type { Decided } from "./compose-verdict.ts";
import { type GateFacts, isUnavailable } from "./facts.ts";
import { revertProblem } from "./kind.ts";
import { linkNotes } from "./links.ts";
import { policyChanges } from "./policy-changes.ts";
import { policyFiles, touchesPolicy } from "./policy-files.ts";

const SOURCES = {
  records: "incidents and items",
  files: "changed files",
  links: "issues linked in GitHub's sidebar",
  comments: "comments of this pull request",
  permissions: "people's permissions",
  policy: "policy file",
  proofs: "proofs of a revert or a security fix",
} as const;

/** Every note, the gravest first. */
export function notesOf({ facts, standing, touch, override, decision }: Decided): readonly string[] {
  return [
    ...facts.unavailable.map(({ source, detail }) => `Could not read the ${SOURCES[source]}: ${detail}.`),
    ...(touch.gap !== null && !isUnavailable(facts, "files") ? [touch.gap] : []),
    ...policyNotes(facts, touch.paths),
    ...(override.state === "invalid" ? override.problems : []),
    // A link that does not count is news only where a fix would have helped.
    ...(decision.verdict === "pass" ? [] : linkNotes(facts, standing)),
    ...proofNotes(facts),
  ];
}

function policyNotes(facts: GateFacts, paths: readonly string[]): readonly string[] {
  const { path, ref, problems, head, config } = facts.policy;
  const broken =
    problems.length > 0
      ? [`${path} on ${ref} has a mistake, so its last valid version judges: ${problems.join(" ")}`]
      : [];
  if (head === null || !touchesPolicy(facts.policy, paths)) return broken;
  // The first one is the headline when nothing else is wrong.
  if (head.state === "broken") return [...broken, ...head.problems.slice(problems.length === 0 ? 1 : 0)];
  if (head.state === "same") return broken;
  const changes = policyChanges(config, head.config);
  if (changes.length === 0) return broken;
  const touched = policyFiles(facts.policy).filter((file) => paths.includes(file));
  return [
    ...broken,
    `This changes ${touched.join(" and ")}; the version on ${ref} judges it. After the merge: ${changes.join("; ")}.`,
  ];
}

function proofNotes(facts: GateFacts): readonly string[] {
  const { revert } = facts;
  if (revert === null || revert === "none") return [];
  if (revert === "unavailable") return ["Whether this is a revert could not be checked."];
  const problem = revertProblem(revert, facts);
  return problem === null ? [] : [`Not taken as a revert: ${problem}.`];
}
