/** The policy in force: from the default branch, or the protected base branch; never from the change that is judged. */
import type { Config } from "#src/config/schema.ts";
import { type ConfigProblem, defaultConfig, loadConfig } from "#src/config/load.ts";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import type { PolicyFile } from "#src/facts/repository.ts";
import type { ObjectiveSource } from "#src/gate/measure-budgets.ts";
import { importObjectives } from "./import-objectives.ts";
import type { Services } from "./services.ts";

/** The configuration that holds now. */
export interface PolicyInForce {
  readonly config: Config;
  readonly path: string;
  readonly ref: string;
  /** Null when there is no file and the defaults hold. */
  readonly sha: string | null;
  /** How the objectives that come from OpenSLO files were read, by component; `config` has them filled in. */
  readonly objectives?: ReadonlyMap<string, ObjectiveSource>;
  /** Not empty when the file does not parse: then `config` is the last valid one before it, or the defaults. */
  readonly problems: readonly string[];
}

/** Reads the policy of a branch (default: the default branch). @returns null when the repository is out of sight. */
export async function loadPolicy(
  services: Services,
  repository: RepositoryName,
  ref?: string,
): Promise<PolicyInForce | null> {
  const file = await services.github.readPolicyFile(repository, ref);
  return file && policyOf(services, repository, file);
}

/** The policy that a file gives. A broken one costs further reads, for the last valid one. */
export async function policyOf(
  services: Services,
  repository: RepositoryName,
  file: PolicyFile,
): Promise<PolicyInForce> {
  const loaded = loadConfig(file.text, file.path);
  const problems = loaded.ok ? [] : loaded.problems.map(sayProblem);
  const config = loaded.ok ? loaded.config : ((await lastValid(services, repository, file)) ?? defaultConfig());
  const imported = await importObjectives(services, repository, { config, ref: file.ref });
  return { ...sourceOf(file), ...imported, problems };
}

/** The policy that judges this pull request, given the one of the default branch. One read more, and only for a base that is another branch. */
export async function policyFor(
  services: Services,
  pull: PullRequestFacts,
  ofDefault: PolicyInForce,
): Promise<PolicyInForce> {
  const onDefault = pull.baseRef === pull.repository.defaultBranch;
  if (onDefault || !(await services.github.isProtectedBranch(pull, pull.baseRef))) return ofDefault;
  return (await loadPolicy(services, pull, pull.baseRef)) ?? ofDefault;
}

/** `.github/aftercare.yml:3:5 Unknown key …`: where, and what is accepted. */
export function sayProblem(problem: ConfigProblem): string {
  return `${problem.path}:${problem.line}:${problem.column} ${problem.message}`;
}

function sourceOf(file: PolicyFile): Pick<PolicyInForce, "path" | "ref" | "sha"> {
  return { path: file.path, ref: file.ref, sha: file.sha };
}

async function lastValid(services: Services, repository: RepositoryName, broken: PolicyFile): Promise<Config | null> {
  const [, ...earlier] = await services.github.readPolicyHistory(repository, broken.ref);
  for (const { sha } of earlier) {
    const file = await services.github.readPolicyFile(repository, sha);
    const loaded = file && loadConfig(file.text, file.path);
    if (loaded?.ok) return loaded.config;
  }
  return null;
}
