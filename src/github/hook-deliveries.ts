/** GitHub's own log of the webhooks that it sent to the App: what did not arrive is found there, and sent again. Asked as the App. */
import { z } from "zod";
import { parseInstant, type Instant, type Seconds } from "#src/calendar/instant.ts";
import { type Call, type Client, narrow } from "./client.ts";
import { toUnavailable } from "./errors.ts";

/** A delivery that our receiver did not acknowledge. */
export interface FailedDelivery {
  /** Of this attempt; ids only grow. They pass what a double can hold. */
  readonly id: string;
  /** The same for all attempts of one delivery. */
  readonly guid: string;
  /** The webhook's name. */
  readonly event: string;
  /** What we answered; 502 and 504 are GitHub's words for no answer. */
  readonly status: number;
  readonly deliveredAt: Instant;
}

/** Where to stop looking back. */
export interface DeliveryRange {
  /** Older ones cannot be sent again. */
  readonly since: Instant;
  /** The last one that was looked at before; null = none. */
  readonly after: string | null;
}

const SOURCE = "the log of webhook deliveries";

const deliveries = z.array(
  z.object({
    id: z.union([z.number(), z.bigint()]).transform(String),
    guid: z.string(),
    event: z.string(),
    status_code: z.number(),
    delivered_at: z.string(),
  }),
);

/** GitHub gives a receiver ten seconds: what is younger than this may still be on its way. */
const UNDECIDED: Seconds = 60;

/**
 * The deliveries of the range that failed, oldest first.
 * @throws GitHubUnavailable when the log cannot be read whole.
 */
export async function readFailedDeliveries(client: Client, range: DeliveryRange): Promise<FailedDelivery[]> {
  const found: FailedDelivery[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const page = await readPage(client, cursor);
    const fresh = page.deliveries.filter((delivery) => isWithin(delivery, range));
    found.push(...fresh);
    cursor = fresh.length < page.deliveries.length ? null : page.next;
  }
  const decided = client.now() - UNDECIDED;
  return found.filter(({ status, deliveredAt }) => status >= 300 && deliveredAt <= decided).toReversed();
}

function isWithin({ id, deliveredAt }: FailedDelivery, { since, after }: DeliveryRange): boolean {
  return deliveredAt >= since && (after === null || BigInt(id) > BigInt(after));
}

interface DeliveryPage {
  readonly deliveries: readonly FailedDelivery[];
  /** Null on the last page. */
  readonly next: string | null;
}

async function readPage(client: Client, cursor: string): Promise<DeliveryPage> {
  // Hosts that do not know `status` answer all of them: they are sorted out above.
  const parameters = { per_page: 100, status: "failure", ...(cursor === "" ? {} : { cursor }) };
  const call: Call = { source: SOURCE, route: "GET /app/hook/deliveries", parameters };
  const attempt = await client.attempt(call);
  if (!attempt.ok) throw toUnavailable(SOURCE, attempt.failure);
  const rows = narrow(deliveries, attempt.answer.data, SOURCE);
  return {
    deliveries: rows.map(({ id, guid, event, status_code: status, delivered_at }) => ({
      id,
      guid,
      event,
      status,
      deliveredAt: parseInstant(delivered_at) ?? 0,
    })),
    next: nextCursor(String(attempt.answer.headers["link"] ?? "")),
  };
}

function nextCursor(link: string): string | null {
  const address = /<([^>]+)>;\s*rel="next"/.exec(link)?.[1];
  return address && URL.canParse(address) ? new URL(address).searchParams.get("cursor") : null;
}

/**
 * Asks GitHub to send a delivery again.
 * @returns false when GitHub does not have it any more.
 * @throws GitHubUnavailable when GitHub could not be asked.
 */
export async function redeliver(client: Client, id: string): Promise<boolean> {
  const route = "POST /app/hook/deliveries/{delivery_id}/attempts";
  const attempt = await client.attempt({ source: SOURCE, route, parameters: { delivery_id: id } });
  if (attempt.ok) return true;
  const { failure } = attempt;
  if (failure.kind === "missing" || failure.kind === "invalid") return false;
  throw toUnavailable(SOURCE, failure);
}
