/** Mutates deliveries and headers by a seed and sends them to the endpoint: what the short test and the long script share. */
import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import { WEBHOOK_PATH } from "#app/server.ts";
import { createRandom } from "#test/support/github/random.ts";
import { loadWebhookExamples } from "#test/support/webhook-examples.ts";

/** Where and how much. */
export interface FuzzOptions {
  readonly url: string;
  readonly secret: string;
  readonly seed: number;
  readonly count: number;
  /** Requests under way at once. */
  readonly width: number;
}

/** What was answered, by status; 0 = the connection was closed without an answer. */
export type FuzzResult = Readonly<Record<number, number>>;

/** A word that must never be found in a log: it is put into every payload. */
export const CANARY = "canary-d41d8cd98f00b204";

/** Sends `count` mutated deliveries. The same seed sends the same. */
export async function fuzzDeliveries(options: FuzzOptions): Promise<FuzzResult> {
  const make = createMutator(options);
  const agent = new Agent({ keepAlive: true, maxSockets: options.width });
  const answers: Record<number, number> = {};
  let left = options.count;
  const runner = async () => {
    while (left > 0) {
      left -= 1;
      const status = await send(options.url, agent, make());
      answers[status] = (answers[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: options.width }, runner));
  agent.destroy();
  return answers;
}

interface Sent {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const STRANGE = [
  null,
  true,
  0,
  -1,
  1e308,
  "",
  CANARY,
  "__proto__",
  [],
  {},
  [[[[]]]],
  "\u0000\uD800",
  "a".repeat(10_000),
];

function createMutator({ seed, secret }: FuzzOptions): () => Sent {
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const examples = loadWebhookExamples();
  const names = [...new Set(examples.map(({ event }) => event)), "constructor", "__proto__", "", "\u00FF"];
  let made = 0;
  return () => {
    made += 1;
    const { event, payload } = pick(examples);
    const text = JSON.stringify(twist(structuredClone(payload), random, pick));
    const bytes = Buffer.from(random() < 0.15 ? tear(text, random) : text);
    const body = random() < 0.1 ? flip(bytes, random) : bytes;
    const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
    const headers = {
      "content-type":
        random() < 0.97 ? "application/json" : pick(["text/plain", "application/x-www-form-urlencoded", ""]),
      "x-github-event": random() < 0.9 ? event : pick(names),
      "x-github-delivery": random() < 0.95 ? `fuzz-${seed}-${made}` : pick(["", "a b", "x".repeat(200), "fuzz"]),
      "x-hub-signature-256":
        random() < 0.95 ? signature : pick(["", "sha256=", signature.slice(0, -1), "sha1=00", CANARY]),
    };
    return { body, headers };
  };
}

/** Changes a few places of a payload: removes, replaces, or nests them. */
function twist(payload: unknown, random: () => number, pick: <T>(list: readonly T[]) => T): unknown {
  const twists = Math.floor(random() * 4);
  for (let done = 0; done < twists; done += 1) {
    let place = payload as Record<string, unknown>;
    for (let depth = 0; depth < 6; depth += 1) {
      const keys = Object.keys(place);
      if (keys.length === 0) break;
      const key = pick(keys);
      const inner = place[key];
      if (typeof inner === "object" && inner !== null && random() < 0.6) {
        place = inner as Record<string, unknown>;
        continue;
      }
      if (random() < 0.3) delete place[key];
      else place[key] = random() < 0.2 ? { [key]: inner } : structuredClone(pick(STRANGE));
      break;
    }
  }
  return typeof payload === "object" && payload !== null && random() < 0.98
    ? { ...payload, canary: CANARY }
    : structuredClone(pick(STRANGE));
}

function tear(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  return random() < 0.5 ? text.slice(0, at) : text.slice(0, at) + text.slice(at + Math.floor(random() * 20));
}

function flip(bytes: Buffer, random: () => number): Buffer {
  const copy = Buffer.from(bytes);
  if (copy.length > 0) copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
  return copy;
}

function send(url: string, agent: Agent, { body, headers }: Sent): Promise<number> {
  return new Promise((resolve) => {
    const sent = request(url + WEBHOOK_PATH, {
      method: "POST",
      agent,
      headers: { ...headers, "content-length": body.length },
    });
    sent.on("response", (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode ?? 0));
    });
    // A kept connection that the server closed as idle meanwhile: nobody has read the request, so it is sent on another.
    sent.on("error", () => resolve(sent.reusedSocket ? send(url, agent, { body, headers }) : 0));
    sent.end(body);
  });
}
