/** Lists of globs as people know them from CODEOWNERS and .gitignore: the last pattern that matches a path decides. */
import picomatch from "picomatch/posix.js";

/** Says whether a path, written from the root of the repository with `/`, belongs to the list of patterns. */
export type PathMatcher = (path: string) => boolean;

interface CompiledPattern {
  readonly takesOut: boolean;
  readonly matches: PathMatcher;
}

/** `dot`: hidden files count. `s`: a line break in a file name must not hide the file. Case counts, as it does in Git. */
const OPTIONS: picomatch.PicomatchOptions = { dot: true, nonegate: true, strictBrackets: true, flags: "s" };

/**
 * Compiles a list of globs once. A leading `!` takes files out again, and the last pattern that matches decides.
 * `dir/` and a plain `dir` mean the directory and everything below it; a leading `/` or `./` is dropped; hidden files count.
 * A list of nothing but `!` patterns means everything else. An empty list matches nothing.
 * A pattern that cannot be read (see {@link globProblem}) matches nothing.
 */
export function compileGlobs(patterns: readonly string[]): PathMatcher {
  const compiled = patterns.map(compilePattern);
  const byDefault = compiled.length > 0 && compiled.every((pattern) => pattern.takesOut);
  return (path) => {
    const last = compiled.findLast((pattern) => pattern.matches(path));
    return last ? !last.takesOut : byDefault;
  };
}

/** What is wrong with a glob, in plain words that name the mend; null when it can be read. */
export function globProblem(pattern: string): string | null {
  const body = withoutNegation(pattern);
  if (normalise(body) === "") return "The pattern is empty. Write `**` for the whole repository.";
  try {
    picomatch(normalise(body), OPTIONS);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function compilePattern(pattern: string): CompiledPattern {
  const takesOut = isNegation(pattern);
  if (globProblem(pattern) !== null) return { takesOut, matches: () => false };
  const body = normalise(withoutNegation(pattern));
  const matchers = alternatives(body).map((alternative) => picomatch(alternative, OPTIONS));
  return { takesOut, matches: (path) => matchers.some((matches) => matches(path)) };
}

/** `!(a|b)` is an extended glob, not a negation. */
function isNegation(pattern: string): boolean {
  return pattern.startsWith("!") && !pattern.startsWith("!(");
}

function withoutNegation(pattern: string): string {
  return isNegation(pattern) ? pattern.slice(1) : pattern;
}

function normalise(pattern: string): string {
  const fromRoot = pattern.replace(/^(\.?\/)+/, "");
  return fromRoot.endsWith("/") ? `${fromRoot}**` : fromRoot;
}

/**
 * Frameworks name directories `(group)`, `[slug]` or `[...all]`. Whoever copies such a path into a pattern means those
 * characters, so a pattern with brackets matches both as a glob and letter by letter.
 */
function alternatives(pattern: string): string[] {
  const literal = pattern.replaceAll(/[()[\]{}|]/g, "\\$&");
  const readings = literal === pattern || pattern.includes("\\") ? [pattern] : [pattern, literal];
  return readings.flatMap((reading) => (/[*?]/.test(lastSegment(reading)) ? [reading] : [reading, `${reading}/**`]));
}

function lastSegment(pattern: string): string {
  return pattern.slice(pattern.lastIndexOf("/") + 1);
}
