/** The Action's inputs and outputs as a Markdown table, from action.yml. */
import { parse } from "yaml";

interface ActionFile {
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly default?: string; readonly required?: boolean }>
  >;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
}

/** Two tables: inputs with their defaults, outputs with their meaning. */
export function inputsTable(actionYml: string): string {
  const action = parse(actionYml) as ActionFile;
  const inputs = Object.entries(action.inputs).map(
    ([name, input]) => `| \`${name}\` | ${input.default ? `\`${input.default}\`` : ""} | ${input.description} |`,
  );
  const outputs = Object.entries(action.outputs).map(([name, output]) => `| \`${name}\` | ${output.description} |`);
  return [
    "| input | default | meaning |",
    "|---|---|---|",
    ...inputs,
    "",
    "| output | meaning |",
    "|---|---|",
    ...outputs,
  ].join("\n");
}
