/** A repository on the ground, what people do there, and when the App has caught up with it. */
import { apiClient } from "#test/support/github/api-client.ts";
import { type Asking, askingIn } from "#test/flow/asking.ts";
import { PLAIN } from "#test/flow/stage.ts";
import type { Ground } from "./ground.ts";
import type { Listening } from "./start-process.ts";

/** A repository. */
export interface Shop extends Asking {
  readonly name: string;
  /** Resolves when everything was delivered and done. */
  quiet(): Promise<void>;
}

/** Opens one with a component whose open items hold back. */
export function openShop({ github }: Ground, name: string, app: Listening): Shop {
  const files = { ".github/aftercare.yml": PLAIN, "services/checkout/pay.ts": "1\n" };
  github.addRepository({ owner: "acme", name, collaborators: { bob: "write", carol: "write" }, files });
  const quiet = async () => {
    for (let made = -1; made !== github.deliveries().length;) {
      made = github.deliveries().length;
      await github.settled();
      await untilIdle(app);
    }
  };
  const as = (login: string) => apiClient(github.url, github.userToken(login));
  return { ...askingIn({ github, name: `acme/${name}`, quiet, as }), name: `acme/${name}`, quiet };
}

/** Resolves when no row is due or being done, as the metrics tell it. */
export async function untilIdle(app: Listening): Promise<void> {
  for (let pending = 1; pending > 0;) {
    pending = Number(/aftercare_work_rows\{state="pending"\} (\d+)/.exec(await readMetrics(app))?.[1]);
    // Each look counts all rows that wait: seldom enough not to be part of what is measured.
    if (pending > 0) await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** How often the App has asked GitHub, by route, as its metrics tell it. What has not changed since it was asked before (304) costs nothing. */
export async function requestsBy(app: Listening): Promise<ReadonlyMap<string, number>> {
  const text = await readMetrics(app);
  const counts = new Map<string, number>();
  const line = /aftercare_github_requests_total\{route="([^"]+)",status="(\d+)"\} (\d+)/g;
  for (const [, route = "", status, count] of text.matchAll(line)) {
    if (status !== "304") counts.set(route, (counts.get(route) ?? 0) + Number(count));
  }
  return counts;
}

/** On a connection of its own: the App closes one that was idle for five seconds, which this busy process may see too late. */
async function readMetrics({ port }: Listening): Promise<string> {
  const headers = { connection: "close" };
  return (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).text();
}
