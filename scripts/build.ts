/** Builds the Action's bundle into action/dist: every byte depends only on the sources and the lock. */
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Bundles `action/index.ts` into the directory; modes other than the gate become chunks that load when needed. */
export async function buildAction(directory: string): Promise<void> {
  const { build } = await import("rolldown");
  await rm(directory, { recursive: true, force: true });
  await build({
    cwd: root,
    input: { index: "action/index.ts" },
    platform: "node",
    external: [/^node:/],
    resolve: { conditionNames: ["import", "module", "node", "default"] },
    output: {
      dir: directory,
      format: "esm",
      entryFileNames: "[name].mjs",
      chunkFileNames: "[name]-[hash].mjs",
      minify: true,
      sourcemap: false,
    },
    logLevel: "warn",
  });
}

if (import.meta.main && existsSync(`${root}/action/index.ts`)) await buildAction(`${root}/action/dist`);
