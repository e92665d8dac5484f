/** What a component is called, across repositories and across renamings. */
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { ComponentConfig } from "./component-schema.ts";

/** `owner/repo#component` in lower case: the identity of a component, so that one place can serve many repositories. */
export function componentKey(repository: RepositoryName, name: string): string {
  return `${repository.owner}/${repository.repo}#${name}`.toLowerCase();
}

/** The name of the one component of a repository that configures none: the repository's name, made to fit the pattern of names. */
export function defaultComponentName(repository: RepositoryName): string {
  const name = repository.repo
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, "-")
    .replace(/^[^a-z0-9]+/, "")
    .slice(0, 40);
  return name === "" ? "repository" : name;
}

/**
 * The present name of a component that a label or command names: itself, or the component that lists it as an alias.
 * Upper and lower case are the same, as they are in GitHub's labels.
 * @returns null when no component has or had that name.
 */
export function resolveComponentName(
  components: Readonly<Record<string, Pick<ComponentConfig, "aliases">>>,
  name: string,
): string | null {
  const wanted = name.toLowerCase();
  if (Object.hasOwn(components, wanted)) return wanted;
  const renamed = Object.entries(components).find(([, component]) =>
    component.aliases.some((alias) => alias.toLowerCase() === wanted),
  );
  return renamed?.[0] ?? null;
}
