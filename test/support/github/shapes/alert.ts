/** Security alerts and advisories as GitHub's JSON. */
import type { AdvisoryRow, AlertRow } from "#test/support/github/alert-rows.ts";
import type { World } from "#test/support/github/call.ts";
import { isoTime } from "#test/support/github/clock.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { repositoryApi, repositoryPage } from "./repository.ts";
import { userShape } from "./user.ts";

type Json = Record<string, unknown>;

/** One alert, by its kind. */
export function alertShape(world: World, repository: RepositoryRow, row: AlertRow): Json {
  const kinds = { dependabot: dependabotPart, "code-scanning": codePart, "secret-scanning": secretPart };
  const at = isoTime(row.createdAt);
  return {
    number: row.number,
    state: row.state,
    url: `${repositoryApi(world, repository)}/${row.kind}/alerts/${row.number}`,
    html_url: `${repositoryPage(world, repository)}/security/${row.kind}/${row.number}`,
    created_at: at,
    updated_at: at,
    ...kinds[row.kind](world, repository, row),
  };
}

const package_ = { ecosystem: "npm", name: "left-pad" };
const none = { vector_string: null, score: 0 };

function dependabotPart(_world: World, _repository: RepositoryRow, row: AlertRow): Json {
  const at = isoTime(row.createdAt);
  const vulnerability = {
    package: package_,
    severity: "high",
    vulnerable_version_range: "< 1.3.0",
    first_patched_version: { identifier: "1.3.0" },
  };
  return {
    dependency: { package: package_, manifest_path: "package-lock.json", scope: "runtime", relationship: "direct" },
    security_advisory: {
      ghsa_id: row.ghsaId ?? "",
      cve_id: null,
      summary: "A weakness",
      description: "A weakness in a dependency",
      vulnerabilities: [vulnerability],
      severity: "high",
      cvss: none,
      cwes: [],
      identifiers: [{ type: "GHSA", value: row.ghsaId ?? "" }],
      references: [],
      published_at: at,
      updated_at: at,
      withdrawn_at: null,
    },
    security_vulnerability: vulnerability,
    dismissed_at: row.state === "dismissed" ? at : null,
    dismissed_by: null,
    dismissed_reason: row.state === "dismissed" ? "tolerable_risk" : null,
    dismissed_comment: null,
    fixed_at: row.state === "fixed" ? at : null,
  };
}

function codePart(world: World, repository: RepositoryRow, row: AlertRow): Json {
  const ref = `refs/heads/${repository.defaultBranch}`;
  return {
    instances_url: `${repositoryApi(world, repository)}/code-scanning/alerts/${row.number}/instances`,
    fixed_at: row.state === "fixed" ? isoTime(row.createdAt) : null,
    dismissed_by: null,
    dismissed_at: null,
    dismissed_reason: null,
    dismissed_comment: null,
    rule: {
      id: "js/xss",
      name: "js/xss",
      severity: "error",
      security_severity_level: "high",
      description: "Cross-site scripting",
    },
    tool: { name: "CodeQL", version: "2.20.0", guid: null },
    most_recent_instance: { ref, state: row.state, commit_sha: repository.git.refs.get(ref) ?? "", ...location(row) },
  };
}

function location({ path }: AlertRow): Json {
  return path === undefined ? {} : { location: { path, start_line: 1, end_line: 1, start_column: 1, end_column: 2 } };
}

function secretPart(world: World, repository: RepositoryRow, row: AlertRow): Json {
  const resolved = row.state === "resolved";
  return {
    locations_url: `${repositoryApi(world, repository)}/secret-scanning/alerts/${row.number}/locations`,
    resolution: resolved ? "revoked" : null,
    resolved_at: resolved ? isoTime(row.createdAt) : null,
    resolved_by: null,
    secret_type: "example_token",
    secret_type_display_name: "Example token",
    secret: "hidden",
  };
}

/** A `repository-advisory`. */
export function advisoryShape(world: World, repository: RepositoryRow, row: AdvisoryRow): Json {
  const at = isoTime(row.createdAt);
  const author = userShape(world, row.author);
  return {
    ghsa_id: row.ghsaId,
    cve_id: null,
    url: `${repositoryApi(world, repository)}/security-advisories/${row.ghsaId}`,
    html_url: `${repositoryPage(world, repository)}/security/advisories/${row.ghsaId}`,
    summary: row.summary,
    description: row.summary,
    severity: "high",
    author,
    publisher: row.state === "published" ? author : null,
    identifiers: [{ type: "GHSA", value: row.ghsaId }],
    state: row.state,
    created_at: at,
    updated_at: at,
    published_at: row.state === "published" ? at : null,
    closed_at: row.state === "closed" ? at : null,
    withdrawn_at: row.state === "withdrawn" ? at : null,
    submission: null,
    vulnerabilities: [],
    cvss: null,
    cwes: [],
    cwe_ids: [],
    credits: [],
    credits_detailed: [],
    collaborating_users: [author],
    collaborating_teams: [],
    private_fork: null,
  };
}
