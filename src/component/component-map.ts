/** Which components a change touches: the map from paths to components, compiled once for each configuration. */
import type { ChangedFile } from "#src/facts/pull-request.ts";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { defaultComponentName } from "./component-identity.ts";
import { type ComponentConfig, componentSchema } from "./component-schema.ts";
import { compileGlobs, type PathMatcher } from "./glob.ts";

/** The part of the configuration that the map needs. */
export interface ComponentsConfig {
  readonly components: Readonly<Record<string, ComponentConfig>>;
}

/** One component with its paths compiled. */
export interface CompiledComponent {
  readonly name: string;
  readonly config: ComponentConfig;
  readonly covers: PathMatcher;
}

/** All components of a repository, by name. */
export type ComponentMap = ReadonlyMap<string, CompiledComponent>;

/** Compiles the components of a configuration; without any, one component covers the whole repository. */
export function compileComponents(config: ComponentsConfig, repository: RepositoryName): ComponentMap {
  const configured = Object.entries(config.components);
  const all: readonly (readonly [string, ComponentConfig])[] =
    configured.length > 0 ? configured : [[defaultComponentName(repository), componentSchema.parse({})]];
  return new Map(
    all.map(([name, component]) => [name, { name, config: component, covers: compileGlobs(component.paths) }]),
  );
}

/**
 * The components that a change touches, each with the paths that touch it, in the order of the change.
 * Both names of a renamed file count, so that moving a file away does not hide it.
 */
export function touchedComponents(
  components: ComponentMap,
  files: readonly ChangedFile[],
): ReadonlyMap<string, readonly string[]> {
  const paths = changedPaths(files);
  const touched = new Map<string, readonly string[]>();
  for (const component of components.values()) {
    const own = paths.filter(component.covers);
    if (own.length > 0) touched.set(component.name, own);
  }
  return touched;
}

/** Every path that a change touches, once: a rename has two. The source of a copy stays as it was and does not count. */
export function changedPaths(files: readonly ChangedFile[]): string[] {
  const paths = files.flatMap((file) =>
    file.previousPath !== null && file.status !== "copied" ? [file.path, file.previousPath] : [file.path],
  );
  return [...new Set(paths)];
}
