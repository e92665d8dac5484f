/** Is the configuration there, valid, and does it hold anything back? */
import { type Config, configSchema } from "#src/config/schema.ts";
import { type LoadedConfig, loadConfig } from "#src/config/load.ts";
import type { PolicyFile } from "#src/facts/repository.ts";
import { type Finding, good, wrong } from "./finding.ts";

const ABOUT = "configuration";

/** The configuration to go on with, and what was found on the way. */
export function examineConfiguration(file: PolicyFile): { config: Config; findings: readonly Finding[] } {
  const loaded = loadConfig(file.text, file.path);
  const config = loaded.ok ? loaded.config : configSchema.parse({});
  return { config, findings: [...fileFindings(file, loaded), ...(loaded.ok ? contentFindings(config) : [])] };
}

function fileFindings(file: PolicyFile, loaded: LoadedConfig): readonly Finding[] {
  if (!loaded.ok) {
    return loaded.problems.map(({ path, line, column, message }) =>
      wrong(
        ABOUT,
        `${path}:${line}:${column} ${message}`,
        "Correct the line; until then the last valid version holds.",
      ),
    );
  }
  if (file.text === null) {
    const says = `There is no ${file.path} on ${file.ref}: the defaults hold, which only report.`;
    return [wrong(ABOUT, says, "Copy examples/aftercare-minimal.yml there and name your components.")];
  }
  return [good(ABOUT, `${file.path} on ${file.ref} is valid.`)];
}

function contentFindings(config: Config): readonly Finding[] {
  const names = Object.keys(config.components);
  const enforced = names.filter((name) => (config.components[name]?.mode ?? config.mode) === "enforce");
  const mode =
    config.mode === "enforce" || enforced.length > 0
      ? `Verdicts hold merges back (${enforced.length} of ${names.length} components).`
      : "Report mode: verdicts are told, and never hold anything back.";
  return [
    good("mode", `${mode} The ${config.writer === "app" ? "App" : "Action"} writes (\`writer: ${config.writer}\`).`),
  ];
}
