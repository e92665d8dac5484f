/** From Alertmanager's webhook to the work table: who sends it is checked first, then it is read, stored durably, and only then answered. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { readAlertGroup } from "#src/incident/alert-group.ts";
import type { NewWork } from "#src/queue/work.ts";
import { alertsJob } from "./jobs.ts";
import { type Answer, readBody } from "./receive.ts";

/** Far more than Alertmanager sends with its default limits. */
const MAX_ALERT_BYTES = 1024 * 1024;

const PATH = /^\/api\/alerts\/([A-Za-z0-9][\w-]{0,38})\/([\w.-]{1,100})\/?$/;

/** Who may send alerts: a bearer token, or the subject that a proxy in front of us has verified by mutual TLS. */
export interface AlertSenders {
  readonly token: string | null;
  /** The header in which the proxy passes the verified subject on, and the subject that is let in. The proxy must drop that header from outside. */
  readonly client: { readonly header: string; readonly subject: string } | null;
}

/** What receiving alerts needs. */
export interface AlertDesk {
  readonly senders: AlertSenders;
  /** Stores the work; resolves when it would survive the process being killed. */
  queue(work: NewWork): Promise<void>;
}

/** The repository that the path names; null for any other path. */
export function alertPath(path: string): RepositoryName | null {
  const [, owner, repo] = PATH.exec(path) ?? [];
  return owner === undefined || repo === undefined ? null : { owner, repo };
}

/** Checks, reads and stores one message. Rejects only when storing failed: then Alertmanager is told 500 and sends it again. */
export async function receiveAlerts(
  request: IncomingMessage,
  repository: RepositoryName,
  desk: AlertDesk | null,
): Promise<Answer> {
  if (!desk) return { status: 404, text: "Alerts are not received here: ALERT_TOKEN is not set." };
  if (request.method !== "POST") return { status: 405, text: "Alertmanager's webhook POSTs here." };
  if (!isAllowed(request, desk.senders)) {
    return { status: 401, text: "Send the token of ALERT_TOKEN as `Authorization: Bearer …`." };
  }
  const body = await readBody(request, MAX_ALERT_BYTES);
  if (body === null) return { status: 413, text: "The message is larger than 1 MB." };
  const group = readAlertGroup(parseJson(body));
  if (group === null) return { status: 422, text: "This is not a message of Alertmanager's webhook, version 4." };
  await desk.queue(alertsJob(repository, group, createHash("sha256").update(body).digest("hex")));
  return { status: 202, text: "Stored." };
}

function isAllowed(request: IncomingMessage, { token, client }: AlertSenders): boolean {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const subject = client === null ? undefined : request.headers[client.header];
  const byToken = token !== null && isSame(bearer, token);
  const byClient = client !== null && typeof subject === "string" && isSame(subject, client.subject);
  return byToken || byClient;
}

/** In constant time, whatever the lengths: only digests are compared. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
