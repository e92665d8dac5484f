/** Builds the Action's bundle into action/dist: every byte depends only on the sources and the lock. */
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Plugin } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Bundles `action/index.ts` into the directory, which is emptied first; modes other than the gate become chunks that load when needed.
 * @throws when anything is warned about: an import that is not found would only fail on somebody's runner.
 */
export async function buildAction(directory: string): Promise<void> {
  const { build } = await import("rolldown");
  await rm(directory, { recursive: true, force: true });
  const { output } = await build({
    cwd: root,
    input: { index: "action/index.ts" },
    platform: "node",
    external: [/^node:/],
    resolve: { alias: { yaml: yamlAsModules() } },
    plugins: [withoutJsonSchemas()],
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
  const modules = output.flatMap((file) => (file.type === "chunk" ? Object.keys(file.modules) : []));
  await writeFile(join(directory, "licenses.txt"), await licenses(modules));
}

/** The licences of what was bundled, as they ask: by package in the order of their names. @throws when one has none. */
async function licenses(modules: readonly string[]): Promise<string> {
  const homes = modules.map((path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  const packages = [...new Set(homes.filter((home) => home !== undefined))];
  const texts = packages.map(async (home) => {
    const name = home.slice(home.lastIndexOf("node_modules/") + "node_modules/".length);
    const { version, license } = JSON.parse(await readFile(join(home, "package.json"), "utf8")) as Record<
      string,
      string
    >;
    const file = (await readdir(home)).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
    const text = file === undefined ? `Licence: ${license}` : (await readFile(join(home, file), "utf8")).trim();
    if (file === undefined && license === undefined) throw new Error(`${name} names no licence`);
    return `${name} ${version}\n\n${text}\n`;
  });
  return (await Promise.all(texts)).toSorted().join(`\n${"-".repeat(80)}\n\n`);
}

/** For Node the package names its CommonJS build, of which nothing can be left out; the other one is the same code as modules. */
function yamlAsModules(): string {
  const home = dirname(createRequire(import.meta.url).resolve("yaml/package.json"));
  return join(home, "browser/dist/index.js");
}

/** Every schema of zod's can describe itself as JSON schema. Only our documentation asks it to, and the gate would load a twenty-fifth more. */
function withoutJsonSchemas(): Plugin {
  return {
    name: "without-json-schemas",
    async load(id) {
      if (!/\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/.test(id)) return null;
      const names = Object.keys((await import(pathToFileURL(id).href)) as object);
      const refusal = `const none = () => { throw new Error("The Action writes no JSON schemas"); };`;
      return `${refusal}\nexport { ${names.map((name) => `none as ${name}`).join(", ")} };`;
    },
  };
}

if (import.meta.main) await buildAction(join(root, "action/dist"));
