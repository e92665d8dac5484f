/** Builds the Action's bundle into action/dist: every byte depends only on the sources and the lock. */
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Bundles `action/index.ts` into the directory, which is emptied first; modes other than the gate become chunks that load when needed.
 * @throws when anything is warned about: an import that is not found would only fail on somebody's runner.
 */
export async function buildAction(directory: string): Promise<void> {
  const { build } = await import("rolldown");
  await rm(directory, { recursive: true, force: true });
  await build({
    cwd: root,
    input: { index: "action/index.ts" },
    platform: "node",
    external: [/^node:/],
    resolve: { alias: { yaml: yamlAsModules() } },
    output: {
      dir: directory,
      format: "esm",
      entryFileNames: "[name].mjs",
      chunkFileNames: "[name]-[hash].mjs",
      minify: true,
      comments: { annotation: false, jsdoc: false, legal: true },
      sourcemap: false,
    },
    onLog: (level, log) => {
      if (level === "warn") throw new Error(log.message);
    },
  });
}

/** For Node the package names its CommonJS build, of which nothing can be left out; the other one is the same code as modules. */
function yamlAsModules(): string {
  const home = dirname(createRequire(import.meta.url).resolve("yaml/package.json"));
  return join(home, "browser/dist/index.js");
}

if (import.meta.main) await buildAction(join(root, "action/dist"));
