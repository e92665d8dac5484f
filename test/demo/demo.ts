/** `npm run demo`: the main job end to end, through GitHub's API, with the real App and the real built Action. Exits 0 only if every step really happened. */
import { createServer } from "node:http";
import { existsSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createViewSource } from "#test/support/viewer/view-source.ts";
import { createViewer } from "#test/support/viewer/viewer.ts";
import { declare } from "./acts/declare.ts";
import { deliverBadly } from "./acts/deliver.ts";
import { makeExceptions, mergeQueue } from "./acts/exceptions.ts";
import { summarise } from "./acts/digest.ts";
import { holdBack } from "./acts/gate.ts";
import { stateMoments } from "./acts/moments.ts";
import { prove } from "./acts/prove.ts";
import { release } from "./acts/release.ts";
import { remediate } from "./acts/remediate.ts";
import { verifyFixes } from "./acts/verify.ts";
import { createNarrator, NotSo } from "./narrator.ts";
import { openStage, type Stage } from "./stage.ts";
import { beginStory } from "./story.ts";

const ACTS = [
  declare,
  stateMoments,
  remediate,
  holdBack,
  release,
  summarise,
  deliverBadly,
  makeExceptions,
  verifyFixes,
  mergeQueue,
  prove,
];
const say = (line: string): void => console.log(line);

async function play(stage: Stage): Promise<boolean> {
  const tell = createNarrator(say, process.stdout.isTTY);
  const story = beginStory(stage, tell);
  const started = performance.now();
  try {
    for (const act of ACTS) await act(story);
    say(`\nAll ${tell.steps} steps happened, in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
    return true;
  } catch (error) {
    say(
      `\nStep ${tell.steps} did not happen.\n    ${error instanceof NotSo ? error.message : String((error as Error).stack)}`,
    );
    return false;
  }
}

const MERMAID = fileURLToPath(new URL("../../tools/mermaid/", import.meta.url));

/** Shows the stand-in as pages until the demo is interrupted. */
async function serve(stage: Stage): Promise<void> {
  if (!existsSync(`${MERMAID}node_modules`)) {
    say("\nFetching mermaid for the pictures (once) …");
    spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: MERMAID, stdio: "ignore" });
  }
  const viewer = createViewer(createViewSource(stage.github.world), stage.github.url);
  const server = createServer((request, response) => {
    if (!viewer(request, response)) response.writeHead(302, { location: "/view" }).end();
  });
  const wanted = Number(process.env["PORT"] ?? 4545);
  await new Promise<void>((resolve) => server.listen(wanted, "127.0.0.1", resolve));
  say(`\nLook around: http://127.0.0.1:${wanted}/view/acme/shop  (Ctrl+C ends it)`);
  await new Promise<void>((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
  server.close();
  server.closeAllConnections();
}

const stage = await openStage();
const happened = await play(stage);
if (process.argv.includes("--serve")) await serve(stage);
await stage.close().catch((error: unknown) => say(`Closing: ${String(error)}`));
process.exitCode = happened ? 0 : 1;
