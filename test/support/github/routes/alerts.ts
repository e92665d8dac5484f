/** Security alerts and the repository's own advisories: read only. */
import { type Need, repositoryWith } from "#test/support/github/access.ts";
import type { AlertKind } from "#test/support/github/alert-rows.ts";
import { type Call, type Reply, type Route, notFound, ok } from "#test/support/github/call.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { advisoryShape, alertShape } from "#test/support/github/shapes/alert.ts";

const base = "/repos/{owner}/{repo}";
const kinds: readonly AlertKind[] = ["dependabot", "code-scanning", "secret-scanning"];

/** Routes of alerts and advisories. */
export const ALERT_ROUTES: readonly Route[] = [
  ...kinds.flatMap((kind): Route[] => [
    { method: "GET", template: `${base}/${kind}/alerts`, handle: (call) => listAlerts(call, kind) },
    { method: "GET", template: `${base}/${kind}/alerts/{alert_number}`, handle: (call) => readAlert(call, kind) },
  ]),
  { method: "GET", template: `${base}/security-advisories/{ghsa_id}`, handle: readAdvisory },
];

/** Alerts are never public. */
const needs: Readonly<Record<AlertKind, Need>> = {
  dependabot: ["vulnerability_alerts", "read"],
  "code-scanning": ["security_events", "read"],
  "secret-scanning": ["secret_scanning_alerts", "read"],
};

function reading(call: Call, kind: AlertKind): RepositoryRow {
  return repositoryWith(call, { needs: [needs[kind]], role: "write", publicRead: false });
}

function listAlerts(call: Call, kind: AlertKind): Reply {
  const repository = reading(call, kind);
  const states = call.query.get("state")?.split(",");
  const rows = repository.alerts.filter((row) => row.kind === kind && (!states || states.includes(row.state)));
  return pagedReply(call, rows.toReversed(), (row) => alertShape(call.world, repository, row));
}

function readAlert(call: Call, kind: AlertKind): Reply {
  const repository = reading(call, kind);
  const row = repository.alerts.find((one) => one.kind === kind && String(one.number) === call.params["alert_number"]);
  if (!row) throw notFound();
  return ok(alertShape(call.world, repository, row));
}

/** Published ones are public; others are for those who may see drafts. */
function readAdvisory(call: Call): Reply {
  const open = repositoryWith(call, { needs: [["metadata", "read"]] });
  const row = open.advisories.find((one) => one.ghsaId.toLowerCase() === call.params["ghsa_id"]?.toLowerCase());
  if (!row) throw notFound();
  const draft = { needs: [["repository_advisories", "read"]], role: "write", publicRead: false } as const;
  const repository = row.state === "published" ? open : repositoryWith(call, draft);
  return ok(advisoryShape(call.world, repository, row));
}
