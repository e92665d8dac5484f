/** One instant query over HTTP: 5 seconds, 1 MB, no redirects; whatever goes wrong comes back in words that name no address. */
import type { Seconds } from "#src/calendar/instant.ts";
import { parseJson, readAnswer, readError, type ReadValue } from "./read-answer.ts";

/** Where Prometheus is, from the operator's environment and never from a repository (a repository could make us call anything). */
export interface PrometheusAddress {
  /** Without `/api/v1`; a path before it is kept. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly token?: string | undefined;
}

/** How long one query may take, its whole body included. */
export const TIME_OUT: Seconds = 5;
/** An answer of one number has a few hundred bytes. */
const LARGEST_ANSWER = 1_000_000;

/** Asks for one number now. Never throws. */
export async function query(address: PrometheusAddress, expression: string): Promise<ReadValue> {
  const asked = await ask(address, `query?${new URLSearchParams({ query: expression }).toString()}`);
  return asked.kind === "body" ? readAnswer(asked.text) : asked;
}

/** The body of an answer with status 200, or what went wrong. */
export type Asked = { readonly kind: "body"; readonly text: string } | Extract<ReadValue, { kind: "unusable" }>;

/** Sends one request below `/api/v1/`. Never throws. */
export async function ask({ url, token }: PrometheusAddress, path: string): Promise<Asked> {
  try {
    const response = await fetch(`${url}/api/v1/${path}`, {
      headers: { accept: "application/json", ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      redirect: "manual",
      signal: AbortSignal.timeout(TIME_OUT * 1000),
    });
    const body = await readBody(response);
    if (body === null) return unusable("Prometheus' answer is larger than 1 MB");
    return response.status === 200 ? { kind: "body", text: body } : unusable(sayStatus(response.status, body));
  } catch (error) {
    // The message of a failed connection names hosts of the operator's network; a check on GitHub must not.
    const late = error instanceof DOMException && error.name === "TimeoutError";
    return unusable(late ? `Prometheus did not answer within ${TIME_OUT} seconds` : "Prometheus cannot be reached");
  }
}

async function readBody(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop cancels the rest.
    if (size > LARGEST_ANSWER) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function sayStatus(status: number, body: string): string {
  if (status >= 300 && status < 400) {
    return `Prometheus answers with a redirect (${status}), which is not followed: PROMETHEUS_URL has to be its final address`;
  }
  if (status === 401 || status === 403) return `Prometheus refuses the query (${status}): check PROMETHEUS_TOKEN`;
  const words = readError(parseJson(body));
  if (words !== null) return `Prometheus answers ${status}: ${words}`;
  return status === 404 ? "there is no query API at PROMETHEUS_URL (404)" : `Prometheus answers ${status}`;
}

function unusable(reason: string): Extract<ReadValue, { kind: "unusable" }> {
  return { kind: "unusable", reason };
}
