/** Sends one webhook delivery over HTTP and writes down the answer, as GitHub's delivery log does. */
import { type Agent, type IncomingMessage, request } from "node:http";
import type { DeliveryRow } from "./app-rows.ts";
import type { World } from "./call.ts";
import { deliveryHeaders } from "./webhooks.ts";

/** GitHub's patience with a receiver, in milliseconds. */
const TIMEOUT = 10_000;

/** Sends to where the App's webhook points now; never rejects. */
export async function sendDelivery(world: World, agent: Agent, row: DeliveryRow): Promise<void> {
  const app = world.state.apps.get(row.appId);
  row.url = app?.webhookUrl ?? row.url;
  row.requestHeaders = deliveryHeaders(row, app?.webhookSecret ?? null);
  const before = world.clock.now();
  try {
    const answer = await post(row, agent);
    row.statusCode = answer.status;
    row.status = answer.status >= 200 && answer.status < 300 ? "OK" : `Invalid HTTP Response: ${answer.status}`;
    row.responseHeaders = answer.headers;
    row.responseBody = answer.body;
  } catch (error) {
    const late = error instanceof Error && error.message === "timed out";
    row.status = late ? "timed out" : "failed to connect to host";
    row.statusCode = late ? 504 : 502;
  }
  row.duration = world.clock.now() - before;
}

/** Writes down that a delivery never arrived. */
export function dropDelivery(row: DeliveryRow): void {
  row.status = "failed to connect to host";
  row.statusCode = 502;
  row.duration = 0;
}

function post(
  row: DeliveryRow,
  agent: Agent,
): Promise<{ status: number; headers: Record<string, string>; body: string }> {
  return new Promise((resolve, reject) => {
    if (row.url === null) return reject(new Error("no webhook address"));
    const headers = { ...row.requestHeaders, "content-length": String(Buffer.byteLength(row.body)) };
    const sent = request(row.url, { method: "POST", agent, headers, timeout: TIMEOUT }, (answer) => {
      collect(answer).then(
        (body) => resolve({ status: answer.statusCode ?? 0, headers: flatten(answer), body }),
        reject,
      );
    });
    sent.on("timeout", () => sent.destroy(new Error("timed out")));
    sent.on("error", reject);
    sent.end(row.body);
  });
}

async function collect(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function flatten(answer: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(answer.headers).map(([key, value]) => [key, String(value)]));
}
