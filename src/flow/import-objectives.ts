/** Fills in the objectives that a configuration takes from OpenSLO files, read at the ref that the configuration was read at. */
import { openZone, UTC } from "#src/calendar/zone.ts";
import type { Config } from "#src/config/schema.ts";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { ObjectiveSource } from "#src/gate/measure-budgets.ts";
import { splitObjectivePath } from "#src/gate/policy-files.ts";
import { type Face, type GitHub, GitHubUnavailable } from "./services.ts";

/** Where the configuration stands. */
export interface ConfigAtRef {
  readonly config: Config;
  readonly ref: string;
}

/** The configuration with targets and windows filled in, and for each component with an OpenSLO file how that went. */
export interface ImportedObjectives {
  readonly config: Config;
  readonly objectives: ReadonlyMap<string, ObjectiveSource>;
}

/** What importing needs of the ports. */
export interface ObjectivePorts {
  readonly github: Pick<GitHub, "readFile">;
  readonly face: Pick<Face, "kind">;
}

/** One read for each file, none when no component has one. What cannot be imported leaves its component without a target. */
export async function importObjectives(
  services: ObjectivePorts,
  repository: RepositoryName,
  { config, ref }: ConfigAtRef,
): Promise<ImportedObjectives> {
  const wanted = Object.entries(config.components).flatMap(([component, { slo }]) =>
    slo?.openslo === undefined ? [] : [{ component, slo, ...splitObjectivePath(slo.openslo) }],
  );
  if (wanted.length === 0) return { config, objectives: new Map() };
  const paths = [...new Set(wanted.map(({ path }) => path))];
  const files = new Map(
    await Promise.all(paths.map(async (path) => [path, await readText(services, repository, { path, ref })] as const)),
  );
  const zone = openZone(config.timezone) ?? UTC;
  // Few repositories have such files, and the Action starts anew each time.
  const { importOpenSlo } = await import("#src/budget/openslo.ts");
  const components = { ...config.components };
  const objectives = new Map<string, ObjectiveSource>();
  for (const { component, path, name, slo } of wanted) {
    const file = files.get(path) ?? { problem: `${path} was not read` };
    const read =
      "problem" in file ? { ok: false as const, ...file } : importOpenSlo({ path, ...file }, { component, name, zone });
    objectives.set(component, read.ok ? { origin: read.origin } : { problem: read.problem });
    const { target, window } = read.ok ? read : { target: undefined, window: slo.window };
    components[component] = { ...components[component]!, slo: { ...slo, target, window } };
  }
  return { config: { ...config, components }, objectives };
}

type ReadText = { readonly text: string } | { readonly problem: string };

/** The App waits and tries again; the other faces go on without the objective. */
async function readText(
  { github, face }: ObjectivePorts,
  repository: RepositoryName,
  { path, ref }: { readonly path: string; readonly ref: string },
): Promise<ReadText> {
  try {
    const text = await github.readFile(repository, path, ref);
    return text === null ? { problem: `there is no file ${path} on ${ref}` } : { text };
  } catch (error) {
    if (!(error instanceof GitHubUnavailable) || face.kind === "app") throw error;
    return { problem: `${path} could not be read: ${error.message}` };
  }
}
