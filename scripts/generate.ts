/** Writes every generated file from its source; with `--check` only tells which are stale. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { commandsReference } from "#src/command/reference.ts";
import { configSchema } from "#src/config/schema.ts";
import { languageReference } from "#src/language/reference.ts";
import { configReference, type JsonSchema } from "./config-reference.ts";
import { inputsTable } from "./inputs-table.ts";
import { permissionsReference } from "./permissions-reference.ts";
import { rulesTable } from "./rules-table.ts";
import { settingsTable } from "./settings-table.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

function read(path: string): string {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return "";
  }
}

/** Puts the text between the markers of a file that people write. */
function between(path: string, name: string, text: string): string {
  const [start, end] = [`<!-- generated:${name} -->`, `<!-- /generated:${name} -->`];
  const whole = read(path);
  const [from, to] = [whole.indexOf(start), whole.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${path} lacks the markers ${start} … ${end}`);
  return `${whole.slice(0, from + start.length)}\n${text.trim()}\n${whole.slice(to)}`;
}

/** Every generated file with the text that it should have. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const schema = z.toJSONSchema(configSchema, { io: "input", target: "draft-7" }) as JsonSchema;
  const published = { ...schema, title: "Aftercare: .github/aftercare.yml" };
  return new Map([
    ["docs/aftercare.schema.json", `${JSON.stringify(published, null, 2)}\n`],
    ["docs/configuration.md", configReference(schema)],
    ["docs/commands.md", commandsReference()],
    ["docs/language.md", languageReference()],
    ["docs/permissions.md", permissionsReference()],
    ["docs/gate.md", between("docs/gate.md", "rules", rulesTable())],
    ["docs/operating.md", between("docs/operating.md", "settings", settingsTable())],
    ["README.md", between("README.md", "inputs", inputsTable(read("action.yml")))],
  ]);
}

if (import.meta.main) {
  const stale = [...generatedFiles()].filter(([path, text]) => read(path) !== text);
  const checking = process.argv.includes("--check");
  for (const [path, text] of stale) {
    if (checking) {
      console.error(`${path} is stale: run \`npm run generate\`.`);
      continue;
    }
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
  process.exitCode = checking && stale.length > 0 ? 1 : 0;
}
