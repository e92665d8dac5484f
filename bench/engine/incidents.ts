/** How many incidents an hour can be opened within GitHub's limits: what one costs, against what GitHub gives. */
import type { Figure } from "#bench/figure.ts";
import { costOf, isCreation } from "#src/github/request-cost.ts";
import { type Ground, openFolder } from "./ground.ts";
import { openShop, requestsBy } from "./shop.ts";

const INCIDENTS = 20;
/** GitHub's published limits for one installation. */
const CREATIONS_AN_HOUR = 500;
const POINTS_AN_HOUR = 900 * 60;
const REQUESTS_AN_HOUR = 5_000;

/** Each gets its analysis, its record, its links and its verdicts. */
export async function measureIncidents(ground: Ground): Promise<readonly Figure[]> {
  const database = openFolder();
  const app = await ground.start(database, { GITHUB_LIMITS: "none" });
  const shop = openShop(ground, "shop", app);
  await shop.declares();
  const before = await requestsBy(app);
  for (let index = 0; index < INCIDENTS; index += 1) await shop.declares();
  const after = await requestsBy(app);
  await app.stop();
  database.drop();
  const made = [...after].map(([route, count]) => [route, (count - (before.get(route) ?? 0)) / INCIDENTS] as const);
  const sum = (weigh: (route: string) => number) =>
    made.reduce((total, [route, count]) => total + weigh(route) * count, 0);
  const requests = sum(() => 1);
  const creations = sum((route) => Number(isCreation(route)));
  const points = sum((route) => costOf(route));
  const hourly = Math.min(CREATIONS_AN_HOUR / creations, POINTS_AN_HOUR / points, REQUESTS_AN_HOUR / requests);
  return [
    { name: "one incident: requests", value: requests, unit: "requests", most: null },
    { name: "of them content creations", value: creations, unit: "requests", most: null },
    { name: "incidents within GitHub's limits, one installation", value: hourly, unit: "an hour", most: null },
  ];
}
