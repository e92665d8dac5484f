/** A receiver of webhooks for tests: keeps what arrives and answers as it is told. */
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** One webhook as it arrived. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly body: unknown;
}

/** A running receiver. */
export interface WebhookReceiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** `event.action` of everything that arrived, in the order of arrival. */
  names(): string[];
  /** From now on answer with this status. */
  answerWith(status: number): void;
  stop(): Promise<void>;
}

/** Listens on a free loopback port. */
export async function startReceiver(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks).toString();
      received.push({ headers: request.headers, raw, body: JSON.parse(raw) });
      response.writeHead(status).end("noted");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    names: () =>
      received.map(({ headers, body }) =>
        [headers["x-github-event"], actionOf(body)].filter((part) => part !== undefined).join("."),
      ),
    answerWith: (next) => {
      status = next;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function actionOf(body: unknown): unknown {
  return typeof body === "object" && body !== null && "action" in body ? body.action : undefined;
}
