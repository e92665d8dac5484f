/** What the image does, without a container engine: its own commands are run on exactly the files that it copies. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lintDeployment } from "#scripts/lint-deployment.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const lines = readFileSync(join(root, "Dockerfile"), "utf8").split("\n");
const named = (instruction: string) =>
  lines.flatMap((line) => (line.startsWith(`${instruction} `) ? [line.slice(instruction.length + 1)] : []));
const argv = (text: string) => JSON.parse(text.slice(text.indexOf("["))) as [string, ...string[]];

const image = mkdtempSync(join(tmpdir(), "aftercare-image-"));
const data = mkdtempSync(join(tmpdir(), "aftercare-volume-"));
const privateKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
  type: "pkcs1",
  format: "pem",
});
/** As the image sets it, plus what the operator gives; nothing of this process's environment but the path. */
let environment: Record<string, string>;
let app: ChildProcess | undefined;

beforeAll(async () => {
  for (const path of ["package.json", "package-lock.json"]) cpSync(join(root, path), join(image, path));
  const install = named("RUN").find((command) => command.startsWith("npm ci"))!;
  const [command, ...given] = install.split(" ") as [string, ...string[]];
  // What the suite's own `npm ci` has fetched is taken from npm's cache.
  execFileSync(command, given, {
    cwd: image,
    stdio: "ignore",
    env: { ...process.env, npm_config_prefer_offline: "true" },
  });
  for (const copy of named("COPY").filter((one) => !one.startsWith("--from") && !one.startsWith("package"))) {
    const [from, to] = copy.split(" ") as [string, string];
    cpSync(join(root, from), join(image, to), { recursive: true });
  }
  const settings = named("ENV").flatMap((line) => line.split(" ").map((pair) => pair.split("=") as [string, string]));
  environment = {
    PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"]}`,
    ...Object.fromEntries(settings),
    PORT: String(await freePort()),
    HOST: "127.0.0.1",
    APP_ID: "1",
    PRIVATE_KEY: Buffer.from(privateKey).toString("base64"),
    WEBHOOK_SECRET: "s",
    DATA_DIR: data,
    GITHUB_API_URL: `http://127.0.0.1:${await freePort()}`,
  };
}, 180_000);

afterAll(() => {
  app?.kill("SIGKILL");
  rmSync(image, { recursive: true });
  rmSync(data, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

const [healthcheck] = named("HEALTHCHECK");
function isHealthy(): boolean {
  const [command, ...given] = argv(healthcheck!);
  return spawnSync(command, given, { cwd: image, env: environment }).status === 0;
}

test("the image holds no development dependency", () => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    devDependencies: object;
  };
  const installed = Object.keys(devDependencies).filter((name) => existsSync(join(image, "node_modules", name)));
  // Both are dependencies of dependencies as well, or are not there.
  expect(installed.filter((name) => !["@types/node"].includes(name))).toEqual([]);
});

test("what the Dockerfile copies is not left out by .dockerignore", () => {
  const kept = readFileSync(join(root, ".dockerignore"), "utf8").match(/(?<=^!).+$/gm) ?? [];
  const copied = named("COPY")
    .filter((one) => !one.startsWith("--from"))
    .flatMap((one) => one.split(" ").slice(0, -1));
  expect([...new Set(copied)].toSorted()).toEqual([...kept].toSorted());
});

test(
  "it starts, is healthy and ready, writes to its volume only, and stops on SIGTERM",
  { timeout: 60_000 },
  async () => {
    const before = readdirSync(image, { recursive: true }).length;
    expect(isHealthy()).toBe(false);
    const [command, ...given] = argv(named("CMD").at(-1)!);
    app = spawn(command, given, { cwd: image, env: environment, stdio: ["ignore", "pipe", "inherit"] });
    for await (const line of createInterface({ input: app.stdout! }))
      if (line.startsWith("Aftercare is listening")) break;
    expect(isHealthy()).toBe(true);
    expect((await fetch(`http://127.0.0.1:${environment["PORT"]}/readyz`)).status).toBe(200);
    const ended = once(app, "exit");
    app.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
    expect(readdirSync(image, { recursive: true })).toHaveLength(before);
    expect(readdirSync(data)).toEqual(["pglite"]);
  },
);

test("without settings it says which are missing, and ends", () => {
  const [command, ...given] = argv(named("CMD").at(-1)!);
  const { status, stderr } = spawnSync(command, given, {
    cwd: image,
    env: { PATH: environment["PATH"] },
    encoding: "utf8",
  });
  expect(status).toBe(2);
  for (const name of ["APP_ID", "PRIVATE_KEY", "WEBHOOK_SECRET"]) expect(stderr).toContain(name);
});

test("it runs as somebody who is not root, on the version of Node that the project uses", () => {
  expect(named("USER").at(-1)).toBe("node");
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    devDependencies: { node: string };
  };
  for (const from of named("FROM")) expect(from).toMatch(new RegExp(`^node:${devDependencies.node.split(".")[0]}\\.`));
});

const tools = existsSync(join(root, "tools/deployment/node_modules/dclint"));

test.runIf(tools)("Dockerfile, compose file and manifests pass the linters of tools/deployment", async () => {
  expect(await lintDeployment()).toEqual([]);
});

test.runIf(!tools)("the linters are not installed here (npm ci --prefix tools/deployment): they were left out", () => {
  expect(existsSync(join(root, "tools/deployment/package-lock.json"))).toBe(true);
});
