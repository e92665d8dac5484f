/** docs/permissions.md: what Aftercare asks for and what each permission is used for. */
import { allNeeds, type Level, type Need, permissionsOf, workflowPermissions } from "./permissions.ts";

/** The whole page. */
export function permissionsReference(): string {
  return [
    "# Permissions",
    "",
    "Generated from `scripts/permissions.ts` by `npm run generate`; do not edit. A test holds `app.yml`, the examples and every request",
    "in `src/github` against the same table: a request without a permission fails it, and so does a permission without a request.",
    "",
    "Aftercare never asks for write access to code, workflows, settings or secrets.",
    "",
    "## The App",
    "",
    table("app"),
    "",
    "### What you may grant besides",
    "",
    "A pull request that fixes a known weakness passes the gate when it names the alert or advisory (rule `G1-security`). For these",
    "two, the App would see people's secrets or weaknesses that are not published yet, so the manifest does not ask for them. Without",
    "them such a pull request is judged like any other, and an override lets it through.",
    "",
    optional(),
    "",
    "## The Action",
    "",
    "With the App (`writer: app`, the default) the Action only reads:",
    "",
    block(workflowPermissions("app")),
    "",
    "Without it (`writer: action`) it does the App's work, as `github-actions[bot]`:",
    "",
    block(workflowPermissions("action")),
    "",
    "A job's token cannot read teams, so `policy.override.teams` does not count there: name people in `policy.override.logins`. It is",
    "not asked to read alerts either. On pull requests from forks GitHub lowers everything to `read`: the status cannot be written,",
    "and the job's exit code stands in for it.",
    "",
  ].join("\n");
}

function table(face: "app" | "action"): string {
  const rows = Object.entries(permissionsOf(face)).map(([permission, level]) => {
    const uses = allNeeds().filter(([, need]) => isUse(need, permission, face));
    return `| \`${permission}\` | ${level} | ${uses.map(([what]) => `\`${short(what)}\``).join("<br>")} |`;
  });
  return ["| permission | level | used for |", "|---|---|---|", ...rows].join("\n");
}

function isUse(need: Need, permission: string, face: "app" | "action"): boolean {
  return need.permission === permission && need.faces.includes(face) && !need.optional;
}

function optional(): string {
  const rows = allNeeds()
    .filter(([, need]) => need.optional)
    .map(([what, { permission, level }]) => `| \`${permission}\` | ${level} | \`${short(what)}\` |`);
  return ["| permission | level | used for |", "|---|---|---|", ...rows].join("\n");
}

function short(what: string): string {
  return what.replace("/repos/{owner}/{repo}", "…");
}

function block(permissions: Readonly<Record<string, Level>>): string {
  const lines = Object.entries(permissions).map(([name, level]) => `  ${name}: ${level}`);
  return ["```yaml", "permissions:", ...lines, "```"].join("\n");
}
