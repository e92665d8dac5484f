/** What a pull request touches: components with the paths that touch them, and how sure we can be of it. */
import { changedPaths, touchedComponents } from "#src/component/component-map.ts";
import { type GateFacts, isUnavailable } from "./facts.ts";
import { hasSomethingToSay, type RepositoryStanding } from "./standing.ts";

/** What is touched. When not all files are known, every component that has something to say counts as touched. */
export interface Touch {
  /** False: the files were not asked for, because no component has anything to say. */
  readonly known: boolean;
  /** True when every changed file is known. */
  readonly complete: boolean;
  /** Every changed path, both names of a rename. */
  readonly paths: readonly string[];
  /** By component, the paths that touch it; empty for one that only may be touched. */
  readonly components: ReadonlyMap<string, readonly string[]>;
  /** In plain words, why not all files are known; null when they are. */
  readonly gap: string | null;
}

/** Finds what the pull request touches. */
export function touchOf(facts: GateFacts, standing: RepositoryStanding): Touch {
  const { files } = facts;
  const unavailable = isUnavailable(facts, "files");
  if (files === null && !unavailable) {
    return { known: false, complete: false, paths: [], components: new Map(), gap: null };
  }
  const listed = files?.files ?? [];
  const paths = changedPaths(listed);
  const touched = touchedComponents(standing.map, listed);
  const gap = gapOf(facts);
  if (gap === null) return { known: true, complete: true, paths, components: touched, gap };
  const speaking = [...standing.components.values()].filter(hasSomethingToSay).map((component) => component.name);
  const components = new Map([...touched.keys(), ...speaking].map((name) => [name, touched.get(name) ?? []]));
  return { known: true, complete: false, paths, components, gap };
}

function gapOf({ files, pull }: GateFacts): string | null {
  const cannotTell = "so everything that has open work counts as touched. Smaller pull requests can be told apart";
  if (files === null) return `The changed files could not be read, ${cannotTell}.`;
  const counted = Math.max(files.counted, pull.changedFiles ?? 0);
  if (files.complete && files.files.length >= counted) return null;
  return `GitHub lists ${files.files.length} of ${counted} changed files, ${cannotTell}.`;
}
