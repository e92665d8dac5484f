/** Recognises version bumps by bots: an allow-listed bot as the author, and nothing changed but manifests and lock files. */
import { compileGlobs } from "#src/component/glob.ts";
import type { Actor } from "#src/facts/issue.ts";

/** Bots that do nothing but raise versions. GitHub gives logins in brackets to Apps only. */
const BOTS: ReadonlySet<string> = new Set(["dependabot[bot]", "renovate[bot]"]);

const MANIFESTS = `
package.json package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock
go.mod go.sum Cargo.toml Cargo.lock Gemfile Gemfile.lock *.gemspec
requirements*.txt pyproject.toml poetry.lock uv.lock Pipfile Pipfile.lock
pom.xml build.gradle build.gradle.kts gradle.lockfile libs.versions.toml
composer.json composer.lock *.csproj *.fsproj packages.lock.json Directory.Packages.props
mix.exs mix.lock pubspec.yaml pubspec.lock Package.swift Package.resolved`;

const isManifest = compileGlobs(
  MANIFESTS.trim()
    .split(/\s+/)
    .map((name) => `**/${name}`),
);

/** True when a bot of the list changed only manifests and lock files, and at least one. */
export function isVersionBump(author: Actor, paths: readonly string[]): boolean {
  const isKnownBot = author.type === "Bot" && BOTS.has(author.login.toLowerCase());
  return isKnownBot && paths.length > 0 && paths.every(isManifest);
}
