/** Exact numbers of requests: what a verdict and a change cost, without a memory and with it. */
import { gatePullRequest } from "#src/flow/gate-pull-request.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "#test/flow/stage.ts";
import type { Figure } from "./figure.ts";

/** Counts them against the stand-in. */
export async function countRequests(): Promise<readonly Figure[]> {
  const stage = await startFlowStage({ unobserved: true });
  try {
    return [...(await ofTheAction(stage)), ...(await ofTheApp(stage))];
  } finally {
    await stage.stop();
  }
}

async function ofTheAction(stage: FlowStage): Promise<readonly Figure[]> {
  const quiet = stage.open({ config: PLAIN });
  const first = await opens(quiet, 3, "docs");
  const figures = [figure("Action: nothing is flagged", await cost(quiet, "action", first), 2)];
  const shop = stage.open({ config: PLAIN });
  await shop.declares();
  for (const files of [1, 100, 101, 350]) {
    const pull = await opens(shop, files, "docs");
    const most = Math.ceil(files / 100) + 5;
    figures.push(figure(`Action: flagged, ${files} files, untouched`, await cost(shop, "action", pull), most));
  }
  return figures;
}

async function ofTheApp(stage: FlowStage): Promise<readonly Figure[]> {
  const shop = stage.open({ config: PLAIN });
  for (let index = 0; index < 98; index += 1) await opens(shop, 1, `docs/${index}`);
  for (let index = 0; index < 3; index += 1) await opens(shop, 1, `services/checkout/${index}`);
  const { incident } = await shop.declares();
  const figures = [figure("App: a verdict for a known commit", await cost(shop, "app", 1), 0)];
  await shop.only("bob", `DELETE REPO/issues/${incident}/labels/incident`);
  const change = await shop.counting(shop.quiet);
  const writes = count(change, /^(POST|PATCH) .*check-runs/);
  const perPull = count(change, /^GET .*\/(pulls|commits)\//);
  return [
    ...figures,
    figure("App: reads of pull requests when one of 101 open ones changes three verdicts", perPull, 0),
    figure("App: verdicts written then", writes, 3),
  ];
}

function opens(shop: Shop, files: number, folder: string): Promise<number> {
  const names = Array.from({ length: files }, (_, index) => [`${folder}/file-${index}.md`, `${index}\n`]);
  return shop.opensPull({ branch: `b-${files}-${folder.replaceAll("/", "-")}`, files: Object.fromEntries(names) });
}

async function cost(shop: Shop, face: "action" | "app", pull: number): Promise<number> {
  return count(await shop.counting(() => gatePullRequest(shop.services(face), shop.reference(pull))), /./);
}

function count(requests: Readonly<Record<string, number>>, routes: RegExp): number {
  return Object.entries(requests).reduce((total, [route, times]) => total + (routes.test(route) ? times : 0), 0);
}

function figure(name: string, value: number, most: number): Figure {
  return { name, value, unit: "requests", most };
}
