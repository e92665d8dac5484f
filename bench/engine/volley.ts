/** Sends webhooks over a few connections, each waiting for its answer before the next, and takes the time of every answer. */
import { connect } from "node:net";
import { performance } from "node:perf_hooks";

/** What to send. */
export interface VolleyOptions {
  /** Where each connection goes: spread over them in turn. */
  readonly ports: readonly number[];
  readonly connections: number;
  readonly count: number;
  /** The bytes of the delivery with this index, for the port that it goes to. */
  request(index: number, port: number): Buffer;
}

/** How it went. */
export interface Volley {
  readonly perSecond: number;
  /** Milliseconds from the first byte sent to the answer. */
  readonly median: number;
  readonly p99: number;
}

/** @throws when any answer is not a 2xx. */
export async function volley(options: VolleyOptions): Promise<Volley> {
  const times: number[] = [];
  let next = 0;
  const began = performance.now();
  const lanes = Array.from({ length: options.connections }, (_, lane) => {
    const port = options.ports[lane % options.ports.length]!;
    return sendAll(port, times, () => (next < options.count ? options.request(next++, port) : null));
  });
  await Promise.all(lanes);
  const seconds = (performance.now() - began) / 1000;
  const sorted = times.toSorted((a, b) => a - b);
  return { perSecond: options.count / seconds, median: at(sorted, 0.5), p99: at(sorted, 0.99) };
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const END = Buffer.from("\r\n\r\n");

function sendAll(port: number, times: number[], request: () => Buffer | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let sent = 0;
    let got = Buffer.alloc(0);
    const send = () => {
      const bytes = request();
      if (bytes === null) {
        socket.end();
        return resolve();
      }
      sent = performance.now();
      socket.write(bytes);
      return undefined;
    };
    socket.once("error", reject);
    socket.once("connect", send);
    socket.on("data", (chunk) => {
      got = Buffer.concat([got, chunk]);
      const length = answerLength(got);
      if (length === null || got.length < length) return;
      const status = got.subarray(9, 12).toString();
      if (!status.startsWith("2")) return void socket.destroy(new Error(`a webhook was answered with ${status}`));
      times.push(performance.now() - sent);
      got = got.subarray(length);
      send();
    });
  });
}

/** Bytes of the whole answer; null while its head has not arrived. Chunked bodies end with an empty chunk. */
function answerLength(got: Buffer): number | null {
  const head = got.indexOf(END);
  if (head < 0) return null;
  const text = got.subarray(0, head).toString("latin1");
  const length = /content-length: (\d+)/i.exec(text)?.[1];
  if (length !== undefined) return head + END.length + Number(length);
  const end = got.indexOf("0\r\n\r\n", head);
  return end < 0 ? null : end + 5;
}
