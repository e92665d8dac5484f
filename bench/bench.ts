/** `npm run bench`: figures as a table on standard error, as JSON on standard output. Exit code 1 when a bound is missed. */
import { measureActionProcess } from "./action-process.ts";
import { measureReports } from "./corpus.ts";
import { type Figure, keeps, table } from "./figure.ts";
import { measureHostile } from "./hostile.ts";
import { measureJudging } from "./judge.ts";
import { measureLoad } from "./load.ts";
import { countRequests } from "./requests.ts";

const load = measureLoad();
const figures: readonly Figure[] = [
  ...(await measureActionProcess(load)),
  ...measureJudging(load),
  ...measureReports(),
  ...measureHostile(),
  ...(await countRequests()),
];
process.stderr.write(`${table(figures)}\n`);
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
process.exitCode = figures.every(keeps) ? 0 : 1;
