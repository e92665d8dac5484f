/** What a pull request's head has in place of the base's policy: our own file, and the OpenSLO files that it names. */
import { loadConfig } from "#src/config/load.ts";
import type { PolicyFile } from "#src/facts/repository.ts";
import type { GateFacts, HeadPolicy, PolicyFacts } from "#src/gate/facts.ts";
import { policyFiles } from "#src/gate/policy-files.ts";
import { importObjectives, type ImportedObjectives } from "./import-objectives.ts";
import { sayProblem } from "./load-policy.ts";
import type { Services } from "./services.ts";

/** One read, none when the file is at hand; one more for each OpenSLO file. @param atHand the file at the head; null = not read yet */
export async function readPolicyOfHead(
  services: Services,
  { pull, policy }: Pick<GateFacts, "pull" | "policy">,
  atHand: PolicyFile | null,
): Promise<HeadPolicy> {
  if (pull.headRepository === null) return { state: "same" };
  // A head of the base repository is read at its SHA, so that a push while we judge cannot mix two versions.
  const file = atHand ?? (await services.github.readPolicyFile(pull.headRepository, pull.headSha));
  if (!file || (file.sha === policy.sha && policyFiles(policy).length === 1)) return { state: "same" };
  const loaded = loadConfig(file.text, file.path);
  if (!loaded.ok) return { state: "broken", problems: loaded.problems.map(sayProblem) };
  const imported = await importObjectives(services, pull.headRepository, { config: loaded.config, ref: pull.headSha });
  const problems = newProblems(policy, imported);
  return problems.length > 0 ? { state: "broken", problems } : { state: "valid", config: imported.config };
}

/** Objectives that cannot be read at the head, and could at the base or were not there: this pull request is where they broke. */
function newProblems({ objectives }: PolicyFacts, head: ImportedObjectives): readonly string[] {
  return [...head.objectives].flatMap(([component, source]) => {
    const before = objectives?.get(component);
    const isNew = before === undefined || "origin" in before;
    return "problem" in source && isNew ? [`${source.problem}.`] : [];
  });
}
