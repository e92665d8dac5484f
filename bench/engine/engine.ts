/** `npm run bench:engine [PART…]`: the engine under load. Figures as a table on standard error, as JSON on standard output. Exit code 1 when a bound is missed. */
import { type Figure, keeps, table } from "#bench/figure.ts";
import { measureAcknowledgement } from "./acknowledgement.ts";
import { measureEndurance } from "./endurance.ts";
import { type Ground, openGround } from "./ground.ts";
import { measureIncidents } from "./incidents.ts";
import { measureInstallation } from "./installation.ts";
import { FASTER, measureThousandPulls } from "./thousand-pulls.ts";

const PARTS: Readonly<Record<string, (ground: Ground) => Promise<readonly Figure[]>>> = {
  acknowledgement: measureAcknowledgement,
  incidents: measureIncidents,
  installation: measureInstallation,
  pulls: measureThousandPulls,
  endurance: measureEndurance,
};

/** How much faster time runs in these: most of theirs is waiting for GitHub's limits. */
const FACTORS: Readonly<Record<string, number>> = { pulls: FASTER };

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  process.stderr.write(`No such part: ${unknown.join(", ")}. Parts: ${Object.keys(PARTS).join(", ")}.\n`);
  process.exit(2);
}
process.once("SIGTERM", () => process.exit(1));
process.setMaxListeners(50);
const figures: Figure[] = [];
for (const name of named.length > 0 ? named : Object.keys(PARTS)) {
  const ground = await openGround(FACTORS[name]);
  const measured = await PARTS[name]!(ground);
  await ground.stop();
  process.stderr.write(`${name}\n${table(measured)}\n\n`);
  figures.push(...measured);
}
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
process.exitCode = figures.every(keeps) ? 0 : 1;
