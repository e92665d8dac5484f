/** Signed webhooks as bytes, ready to be written to a socket: what is measured is the receiver and not the sender. */
import { createHmac } from "node:crypto";
import { WEBHOOK_PATH } from "#app/server.ts";

/** A webhook without its GUID and its address. */
export interface Webhook {
  readonly event: string;
  readonly payload: unknown;
}

/** Where it goes. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly secret: string;
}

/** Signs once; the GUID is a header, so each delivery of one payload has the same signature. */
export function signedRequest({ event, payload }: Webhook, { host, port, secret }: Target): (guid: string) => Buffer {
  const body = Buffer.from(JSON.stringify(payload));
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  const head = [
    `POST ${WEBHOOK_PATH} HTTP/1.1`,
    `Host: ${host}:${port}`,
    "User-Agent: GitHub-Hookshot/bench",
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
    `X-GitHub-Event: ${event}`,
    `X-Hub-Signature-256: sha256=${signature}`,
  ].join("\r\n");
  return (guid) => Buffer.concat([Buffer.from(`${head}\r\nX-GitHub-Delivery: ${guid}\r\n\r\n`), body]);
}

/** What is told of an issue in a webhook, as large as GitHub's usually are. `labels` empty: nothing that we would look at. */
export function issueEdited(issue: IssueOfWebhook, bytes: number): Webhook {
  const { repository, installation, number, labels } = issue;
  const payload = {
    action: "edited",
    issue: { number, title: "A thing that somebody noticed", labels: labels.map((name) => ({ name })), body: "" },
    changes: { title: { from: "A thing" } },
    repository: { ...repository, default_branch: "main" },
    installation: { id: installation },
    sender: { login: "bob", type: "User" },
  };
  payload.issue.body = "x".repeat(Math.max(0, bytes - JSON.stringify(payload).length));
  return { event: "issues", payload };
}

/** Which issue a webhook tells of. */
export interface IssueOfWebhook {
  readonly repository: { readonly id: number; readonly name: string; readonly owner: { readonly login: string } };
  readonly installation: number;
  readonly number: number;
  readonly labels: readonly string[];
}
