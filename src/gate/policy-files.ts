/** The files that make the policy: our own configuration, and the OpenSLO files that it takes objectives from. */
import type { Config } from "#src/config/schema.ts";
import type { PolicyFacts } from "./facts.ts";

/** Reads `slo.openslo`: `slo/checkout.yaml`, or `slo/all.yaml#checkout-availability`. */
export function splitObjectivePath(text: string): { readonly path: string; readonly name: string | null } {
  const [path = "", ...name] = text.replace(/^\.\//, "").split("#");
  return { path, name: name.length === 0 ? null : name.join("#") };
}

/** Every file whose change changes the policy, each once; our own configuration first. */
export function policyFiles({
  path,
  config,
}: Pick<PolicyFacts, "path"> & { readonly config: Pick<Config, "components"> }): readonly string[] {
  const objectives = Object.values(config.components).flatMap(({ slo }) =>
    slo?.openslo === undefined ? [] : [splitObjectivePath(slo.openslo).path],
  );
  return [...new Set([path, ...objectives])];
}

/** True when one of these changed paths is a file of the policy. */
export function touchesPolicy(policy: PolicyFacts, paths: readonly string[]): boolean {
  return policyFiles(policy).some((file) => paths.includes(file));
}

/** True when something of the policy in force cannot be read as it stands: our file, or an objective that it names. */
export function policyIsBroken({ problems, objectives }: Pick<PolicyFacts, "problems" | "objectives">): boolean {
  return problems.length > 0 || [...(objectives?.values() ?? [])].some((objective) => "problem" in objective);
}
