/** Webhooks: which App gets an event, and the delivery that is made of it. Sending is the relay's. */
import { createHmac } from "node:crypto";
import { grants, type Need } from "./access.ts";
import type { AppRow, DeliveryRow, InstallationRow } from "./app-rows.ts";
import type { Json, World } from "./call.ts";
import type { RepositoryRow } from "./rows.ts";
import { nextId, installationsOn } from "./state.ts";
import { nodeId } from "./shapes/node-id.ts";
import { webhookRepositoryShape } from "./shapes/repository.ts";
import { organizationShape, userShape } from "./shapes/user.ts";

/** Something that happened, with the payload's own part; `repository`, `organization`, `installation` and `sender` are added for each App. */
export interface WebhookEvent {
  /** `issues`, `check_run`, … */
  readonly event: string;
  readonly action: string | null;
  /** Null for events of an account or of the App itself; then `installation` says where. */
  readonly repository: RepositoryRow | null;
  readonly sender: string;
  readonly payload: Json;
  /** Only these Apps (`check_run.rerequested` goes to the run's maker). */
  readonly onlyApps?: readonly number[];
  /** Sent to this installation even without subscription (`installation.*`). */
  readonly installation?: InstallationRow;
}

/** What an App must hold to get an event; events that are not here need none. Source: "Webhook events and payloads". */
const EVENT_NEEDS: Readonly<Record<string, readonly Need[]>> = {
  issues: [["issues", "read"]],
  issue_comment: [
    ["issues", "read"],
    ["pull_requests", "read"],
  ],
  sub_issues: [["issues", "read"]],
  issue_dependencies: [["issues", "read"]],
  label: [["metadata", "read"]],
  milestone: [
    ["issues", "read"],
    ["pull_requests", "read"],
  ],
  repository: [["metadata", "read"]],
  pull_request: [["pull_requests", "read"]],
  pull_request_review: [["pull_requests", "read"]],
  pull_request_review_comment: [["pull_requests", "read"]],
  pull_request_review_thread: [["pull_requests", "read"]],
  check_run: [["checks", "read"]],
  check_suite: [["checks", "read"]],
  status: [["statuses", "read"]],
  push: [["contents", "read"]],
  create: [["contents", "read"]],
  delete: [["contents", "read"]],
  merge_group: [["merge_queues", "read"]],
  branch_protection_rule: [["administration", "read"]],
  repository_ruleset: [["administration", "read"]],
  member: [["members", "read"]],
  workflow_run: [["actions", "read"]],
  deployment: [["deployments", "read"]],
  deployment_status: [["deployments", "read"]],
  release: [["contents", "read"]],
};

/** Events that every App gets without subscribing. */
const ALWAYS = new Set([
  "installation",
  "installation_repositories",
  "installation_target",
  "github_app_authorization",
]);

/** Writes one delivery for each App that is to hear of the event, into the log; the caller sends them. */
export function deliveriesFor(world: World, event: WebhookEvent): DeliveryRow[] {
  return recipients(world, event).flatMap((installation) => {
    const app = world.state.apps.get(installation.appId);
    if (app === undefined || app.webhookUrl === null || !wants(app, installation, event)) return [];
    return [logDelivery(world, { app, installation, event })];
  });
}

function recipients(world: World, event: WebhookEvent): InstallationRow[] {
  if (event.installation !== undefined) return [event.installation];
  return event.repository === null ? [] : installationsOn(world.state, event.repository);
}

function wants(app: AppRow, installation: InstallationRow, event: WebhookEvent): boolean {
  if (event.onlyApps !== undefined && !event.onlyApps.includes(app.id)) return false;
  if (ALWAYS.has(event.event)) return true;
  const automatic =
    event.event === "check_suite" &&
    grants(installation.permissions, ["checks", "write"]) &&
    (event.action ?? "").endsWith("requested");
  const subscribed =
    installation.events.includes(event.event) ||
    automatic ||
    (event.onlyApps !== undefined && event.event === "check_run");
  return subscribed && permitted(installation, event);
}

function permitted(installation: InstallationRow, event: WebhookEvent): boolean {
  const needs = EVENT_NEEDS[event.event];
  if (needs === undefined) return true;
  const onPull = event.event === "issue_comment" || event.event === "milestone";
  const usable = onPull && !isPullPayload(event.payload) ? needs.slice(0, 1) : needs;
  return usable.some((need) => grants(installation.permissions, need));
}

function isPullPayload(payload: Json): boolean {
  const issue = payload["issue"];
  return typeof issue === "object" && issue !== null && "pull_request" in issue;
}

function logDelivery(
  world: World,
  what: { app: AppRow; installation: InstallationRow; event: WebhookEvent },
): DeliveryRow {
  const { app, installation, event } = what;
  const { state, clock } = world;
  const id = nextId(state, "delivery");
  const body = JSON.stringify(fullPayload(world, event, installation));
  const row: DeliveryRow = {
    id,
    guid: guidOf(id),
    appId: app.id,
    hookId: app.hookId,
    installationId: installation.id,
    repositoryId: event.repository?.id ?? null,
    event: event.event,
    action: event.action,
    redelivery: false,
    deliveredAt: clock.now(),
    body,
    duration: null,
    status: "pending",
    statusCode: 0,
    url: app.webhookUrl,
    requestHeaders: {},
    responseHeaders: {},
    responseBody: null,
  };
  state.deliveries.push(row);
  return row;
}

function fullPayload(world: World, event: WebhookEvent, installation: InstallationRow): Json {
  const { repository } = event;
  const organization = repository === null ? null : organizationShape(world, repository.owner);
  return {
    ...(event.action === null ? {} : { action: event.action }),
    ...event.payload,
    ...(repository === null ? {} : { repository: webhookRepositoryShape(world, repository) }),
    ...(organization === null ? {} : { organization }),
    ...("installation" in event.payload
      ? {}
      : { installation: { id: installation.id, node_id: nodeId("Integration", installation.id) } }),
    sender: userShape(world, event.sender),
  };
}

/** A UUID that depends on the delivery's number alone. */
export function guidOf(id: number): string {
  const hex = createHmac("sha256", "delivery").update(String(id)).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The headers of a delivery, as GitHub sends them. */
export function deliveryHeaders(row: DeliveryRow, secret: string | null): Record<string, string> {
  return {
    accept: "*/*",
    "content-type": "application/json",
    "user-agent": `GitHub-Hookshot/${row.guid.slice(0, 7)}`,
    "x-github-delivery": row.guid,
    "x-github-event": row.event,
    "x-github-hook-id": String(row.hookId),
    "x-github-hook-installation-target-id": String(row.appId),
    "x-github-hook-installation-target-type": "integration",
    ...(secret === null ? {} : { "x-hub-signature-256": signatureOf(row.body, secret) }),
  };
}

/** `sha256=…` over the exact bytes of the body. */
export function signatureOf(body: string, secret: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}
