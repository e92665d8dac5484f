/** The App's webhook: its address and secret, the log of deliveries, and asking for one again. */
import { callingApp } from "#test/support/github/app-access.ts";
import type { AppRow, DeliveryRow } from "#test/support/github/app-rows.ts";
import { bodyOf, type Call, GitHubRefusal, notFound, ok, type Reply, type Route } from "#test/support/github/call.ts";
import { isoTime } from "#test/support/github/clock.ts";
import { textOf } from "#test/support/github/fields.ts";
import { nextId } from "#test/support/github/state.ts";

/** How long GitHub remembers deliveries, in seconds. */
const REMEMBERED = 3 * 86_400;

/** The App's answered deliveries, newest first. */
function logOf(call: Call, app: AppRow): DeliveryRow[] {
  const since = call.world.clock.now() - REMEMBERED;
  return call.world.state.deliveries
    .filter((row) => row.appId === app.id && row.duration !== null && row.deliveredAt >= since)
    .toReversed();
}

function itemShape(row: DeliveryRow): Record<string, unknown> {
  return {
    id: row.id,
    guid: row.guid,
    delivered_at: isoTime(row.deliveredAt),
    redelivery: row.redelivery,
    duration: row.duration ?? 0,
    status: row.status,
    status_code: row.statusCode,
    event: row.event,
    action: row.action,
    installation_id: row.installationId,
    repository_id: row.repositoryId,
    throttled_at: null,
  };
}

function list(call: Call): Reply {
  const app = callingApp(call);
  const size = Math.min(100, Math.max(1, Number(call.query.get("per_page") ?? 30) || 30));
  const wanted = call.query.get("status");
  const rows = logOf(call, app).filter(
    (row) => wanted === null || (wanted === "success") === (row.statusCode >= 200 && row.statusCode < 400),
  );
  const from = startOf(rows, call.query.get("cursor"));
  const next = rows[from + size];
  return {
    status: 200,
    body: rows.slice(from, from + size).map(itemShape),
    headers: next === undefined ? {} : { link: nextLink(call, next) },
  };
}

/** Cursors name the delivery that the page begins with. */
function startOf(rows: readonly DeliveryRow[], cursor: string | null): number {
  if (cursor === null) return 0;
  const at = rows.findIndex((row) => `v1_${row.id}` === cursor);
  if (at < 0) throw new GitHubRefusal(400, "Invalid cursor parameter");
  return at;
}

function nextLink(call: Call, next: DeliveryRow): string {
  const query = new URLSearchParams(call.query);
  query.set("cursor", `v1_${next.id}`);
  return `<${call.world.url}${call.path}?${query.toString()}>; rel="next"`;
}

function found(call: Call): DeliveryRow {
  const row = logOf(call, callingApp(call)).find((one) => one.id === Number(call.params["delivery_id"]));
  if (row === undefined) throw notFound();
  return row;
}

function get(call: Call): Reply {
  const row = found(call);
  return ok({
    ...itemShape(row),
    url: row.url ?? "",
    request: { headers: row.requestHeaders, payload: JSON.parse(row.body) },
    response: { headers: row.responseHeaders, payload: row.responseBody },
  });
}

/** A new attempt under the same GUID, with the bytes of the first. */
function attempt(call: Call): Reply {
  const old = found(call);
  const row: DeliveryRow = {
    ...old,
    id: nextId(call.world.state, "delivery"),
    redelivery: true,
    deliveredAt: call.world.clock.now(),
    duration: null,
    status: "pending",
    statusCode: 0,
    responseBody: null,
  };
  call.world.state.deliveries.push(row);
  call.world.redeliver(row);
  return { status: 202, body: {} };
}

function configShape(app: AppRow): Record<string, unknown> {
  return {
    content_type: "json",
    insecure_ssl: "0",
    ...(app.webhookSecret === null ? {} : { secret: "********" }),
    ...(app.webhookUrl === null ? {} : { url: app.webhookUrl }),
  };
}

function config(call: Call): Reply {
  return ok(configShape(callingApp(call)));
}

function changeConfig(call: Call): Reply {
  const app = callingApp(call);
  const body = bodyOf(call);
  app.webhookUrl = textOf(body, "url") ?? app.webhookUrl;
  app.webhookSecret = textOf(body, "secret") ?? app.webhookSecret;
  return ok(configShape(app));
}

const HOOK = "/app/hook";

/** The App's webhook. */
export const HOOK_ROUTES: readonly Route[] = [
  { method: "GET", template: `${HOOK}/config`, handle: config },
  { method: "PATCH", template: `${HOOK}/config`, handle: changeConfig },
  { method: "GET", template: `${HOOK}/deliveries`, handle: list },
  { method: "GET", template: `${HOOK}/deliveries/{delivery_id}`, handle: get },
  { method: "POST", template: `${HOOK}/deliveries/{delivery_id}/attempts`, handle: attempt },
];
