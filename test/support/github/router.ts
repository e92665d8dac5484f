/** Finds the route of a request among OpenAPI path templates. */
import type { Route } from "./call.ts";

/** Parameters that may contain slashes on GitHub. */
const SLASHED = new Set(["path", "ref", "basehead", "branch"]);

/** A request's route with its path parameters. */
export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds routes; `matches` says which methods a path has when the method itself is not among them. */
export interface Router {
  find(method: string, path: string): Match | undefined;
}

/** Compiles the route table once. Two routes with one method and template are an error of the setup. */
export function createRouter(routes: readonly Route[]): Router {
  const seen = new Set<string>();
  for (const route of routes) {
    const key = `${route.method} ${route.template}`;
    if (seen.has(key)) throw new Error(`route registered twice: ${key}`);
    seen.add(key);
  }
  const compiled = routes.map(compile).toSorted((a, b) => b.literals - a.literals || a.slashes - b.slashes);
  return {
    find: (method, path) => {
      for (const { route, pattern, names } of compiled) {
        const match = route.method === method ? pattern.exec(path) : null;
        if (match !== null) return { route, params: paramsOf(names, match) };
      }
      return undefined;
    },
  };
}

function compile(route: Route): { route: Route; pattern: RegExp; names: string[]; literals: number; slashes: number } {
  const names: string[] = [];
  const segments = route.template.split("/").slice(1);
  const source = segments.map((segment) => {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined) return segment.replaceAll(".", "\\.");
    names.push(name);
    return SLASHED.has(name) ? "(.*)" : "([^/]+)";
  });
  const slashes = names.filter((name) => SLASHED.has(name)).length;
  return {
    route,
    pattern: new RegExp(`^/${source.join("/").replace(/\/\(\.\*\)$/, "(?:/(.*))?")}$`),
    names,
    literals: segments.length - names.length,
    slashes,
  };
}

function paramsOf(names: readonly string[], match: RegExpExecArray): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, decode(match[index + 1] ?? "")]));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
