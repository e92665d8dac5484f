/** Checks the Dockerfile, the compose file and the Kubernetes manifests with the tools of tools/deployment. First run `npm ci --prefix tools/deployment`. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parse } from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));
const tools = createRequire(join(root, "tools/deployment/package.json"));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

const MANIFESTS = "deploy/kubernetes";

interface DockerfileTool {
  validate(
    text: string,
  ): readonly { readonly range: { readonly start: { readonly line: number } }; readonly message: string }[];
}
interface ComposeTool {
  DCLinter: new (config: object) => {
    lintFiles(
      paths: readonly string[],
      recursive: boolean,
    ): readonly {
      readonly messages: readonly { readonly line: number; readonly message: string; readonly rule: string }[];
    }[];
  };
}
type Model = new (manifest: unknown) => { validate(): void };

/** Where the models of each version of Kubernetes' API are in the package kubernetes-models. Kustomize is no part of it. */
const MODELS: Readonly<Record<string, string>> = {
  "apps/v1": "apps/v1/index.js",
  v1: "v1/index.js",
  "policy/v1": "policy/v1/index.js",
};

/** All problems, one a line: file, place, words. */
export async function lintDeployment(): Promise<readonly string[]> {
  return [...lintDockerfile(), ...lintCompose(), ...(await lintKubernetes())];
}

function lintDockerfile(): readonly string[] {
  const { validate } = tools("dockerfile-utils") as DockerfileTool;
  return validate(read("Dockerfile")).map(({ range, message }) => `Dockerfile:${range.start.line + 1} ${message}`);
}

function lintCompose(): readonly string[] {
  const { DCLinter } = tools("dclint") as ComposeTool;
  // One image is built from this folder, so that a name for it stands beside `build`.
  const rules = { "no-build-and-image": 0, "require-quotes-in-ports": [1, { quoteType: "double" }] };
  const results = new DCLinter({ rules, quiet: true }).lintFiles([join(root, "docker-compose.yml")], false);
  return results.flatMap(({ messages }) =>
    messages.map(({ line, message, rule }) => `docker-compose.yml:${line} ${message} (${rule})`),
  );
}

async function lintKubernetes(): Promise<readonly string[]> {
  const files = readdirSync(join(root, MANIFESTS)).filter((name) => name !== "kustomization.yaml");
  return (await Promise.all(files.map(lintManifest))).flat();
}

async function lintManifest(file: string): Promise<readonly string[]> {
  const manifest = parse(read(join(MANIFESTS, file))) as { readonly apiVersion: string; readonly kind: string };
  const module = MODELS[manifest.apiVersion];
  if (module === undefined) return [`${file}: no model of ${manifest.apiVersion}`];
  // The package has no entry for `require`: it is imported by its file.
  const path = join(root, "tools/deployment/node_modules/kubernetes-models", module);
  const models = (await import(pathToFileURL(path).href)) as Readonly<Record<string, Model>>;
  const Kind = models[manifest.kind];
  if (Kind === undefined) return [`${file}: no model of ${manifest.kind}`];
  try {
    new Kind(manifest).validate();
    return [];
  } catch (error) {
    return [`${file}: ${(error as Error).message}`];
  }
}

if (import.meta.main) {
  const problems = await lintDeployment();
  for (const problem of problems) console.log(problem);
  console.log(
    problems.length === 0 ? "Dockerfile, compose file and manifests are fine" : `${problems.length} problems`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}
