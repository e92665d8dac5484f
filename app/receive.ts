/** From a raw signed webhook to the inbox: verified, narrowed, stored durably, and only then answered. */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { narrowDelivery } from "#src/github/read-event.ts";
import type { Delivery } from "./inbox.ts";

/** GitHub sends no payload above 25 MB. */
export const MAX_BODY_BYTES = 25 * 1024 * 1024;

/** What is answered: always a 2xx once the delivery is safe, a 4xx when it can never be. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** A page for people; else plain text. */
  readonly html?: true;
}

/** What receiving needs. */
export interface ReceiveOptions {
  readonly secret: string;
  /** Stores the delivery; resolves when it would survive the process being killed. */
  store(delivery: Delivery): Promise<void>;
}

/** Reads, verifies and stores one delivery. Rejects only when storing failed: then GitHub is told 500 and may redeliver. */
export async function receive(request: IncomingMessage, options: ReceiveOptions): Promise<Answer> {
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === null) return { status: 413, text: "The payload is larger than 25 MB." };
  const headers = readHeaders(request);
  if (typeof headers === "string") return { status: 400, text: headers };
  if (!isSignedBy(body, headers.signature, options.secret)) {
    return {
      status: 401,
      text: "The signature does not match. Check that the App's webhook secret equals WEBHOOK_SECRET.",
    };
  }
  if (!headers.json)
    return { status: 415, text: "Send application/json: set the webhook's content type in the App's settings." };
  const read = narrowDelivery(headers.event, parseJson(body));
  if (read.kind === "malformed")
    return { status: 422, text: `This is not a ${headers.event} payload as GitHub documents it.` };
  if (read.kind !== "narrowed") return { status: 202, text: "Nothing for Aftercare to do." };
  const { payload, orderingKey, installation } = read;
  await options.store({ guid: headers.guid, name: headers.event, payload, orderingKey, installation });
  return { status: 202, text: "Stored." };
}

interface Headers {
  readonly event: string;
  readonly guid: string;
  readonly signature: string;
  readonly json: boolean;
}

function readHeaders(request: IncomingMessage): Headers | string {
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === "string" ? value : "";
  };
  const headers = {
    event: header("x-github-event"),
    guid: header("x-github-delivery"),
    signature: header("x-hub-signature-256"),
    json: header("content-type").toLowerCase().startsWith("application/json"),
  };
  if (headers.event === "") return "The header X-GitHub-Event is missing.";
  if (!/^[\w-]{1,100}$/.test(headers.guid)) return "The header X-GitHub-Delivery is missing or not an id.";
  if (headers.signature === "") return "The header X-Hub-Signature-256 is missing.";
  return headers;
}

/** Compares in constant time. */
function isSignedBy(body: Buffer, signature: string, secret: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** The whole body; null when it is longer than `most` bytes. */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
