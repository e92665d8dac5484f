/** The same world twice: in our stand-in and in the third-party emulator, to be asked the same questions. */
import { createServer, type AddressInfo } from "node:net";
import { createEmulator } from "emulate";
import { createMachineClock } from "#test/support/github/clock.ts";
import { apiClient, type Answer, type ApiClient } from "#test/support/github/api-client.ts";
import { startGitHub } from "#test/support/github/server.ts";
import { signJwt } from "#test/support/github/setup-apps.ts";

/** One of the two. */
export interface Side {
  readonly name: "stand-in" | "emulate";
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** As alice, an owner of `acme`. */
  readonly alice: ApiClient;
  /** As the App, by JWT. */
  readonly app: ApiClient;
  /** With any token. */
  as(token: string): ApiClient;
  readonly installation: number;
  stop(): Promise<void>;
}

const PERMISSIONS = {
  issues: "write",
  pull_requests: "write",
  checks: "write",
  contents: "write",
  metadata: "read",
} as const;

/** Our stand-in, on the machine's clock as the emulator is. */
export async function openStandIn(): Promise<Side> {
  const github = await startGitHub({ clock: createMachineClock() });
  github.addUser("alice");
  github.addOrganization("acme", { alice: "admin" });
  github.addRepository({ owner: "acme", name: "svc" });
  const app = github.addApp({ slug: "pia", name: "PIA", owner: "acme", permissions: PERMISSIONS, events: ["issues"] });
  const installation = github.installApp({ app, account: "acme" });
  return {
    name: "stand-in",
    url: github.url,
    alice: apiClient(github.url, github.userToken("alice")),
    app: apiClient(github.url, app.jwt()),
    as: (token) => apiClient(github.url, token),
    installation: installation.id,
    stop: github.stop,
  };
}

/** `emulate@0.12.2`. */
export async function openEmulator(): Promise<Side> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const emulator = await createEmulator({
    service: "github",
    port,
    hostname: "127.0.0.1",
    baseUrl: url,
    seed: {
      tokens: { tok_alice: { login: "alice", scopes: ["repo"] } },
      github: {
        users: [{ login: "alice" }],
        orgs: [{ login: "acme", members: [{ login: "alice", role: "admin" }] }],
        repos: [{ owner: "acme", name: "svc" }],
        apps: [
          {
            app_id: 4242,
            slug: "pia",
            name: "PIA",
            permissions: PERMISSIONS,
            events: ["issues"],
            installations: [{ installation_id: 77, account: "acme", repository_selection: "all" }],
          },
        ],
      },
    },
  });
  const key = emulator.generatedSecrets.find((secret) => secret.kind === "github.app_private_key")?.value ?? "";
  const as = (token: string): ApiClient => apiClient(url, token);
  const jwt = signJwt(4242, key, Math.floor(Date.now() / 1000));
  return {
    name: "emulate",
    url,
    alice: as("tok_alice"),
    app: as(jwt),
    as,
    installation: 77,
    stop: () => emulator.close(),
  };
}

/** The emulator wants to be told its port. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** An answer without what must differ: ids, times, addresses of the server and of pictures. Blob and tree ids must agree, so they stay. */
export function normalise(answer: Answer, side: Side): unknown {
  const visit = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((one) => visit(one, key));
    if (isObject(value))
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, visit(inner, name)]));
    if (typeof value === "number" && /(^|_)id$/.test(key)) return "<id>";
    if (typeof value !== "string") return value;
    if (/(^|_)(node_id|token|client_id|avatar_url|documentation_url)$/.test(key)) return `<${key}>`;
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return "<time>";
    const local = value.replaceAll(side.url, "<server>").replaceAll(encodeURIComponent("[bot]"), "[bot]");
    return local.replaceAll(/(?<=\/(?:comments|installations|labels)\/|#issuecomment-)\d+/g, "<id>");
  };
  return { status: answer.status, body: visit(withoutCommitIds(answer.body), "body") };
}

/** Commit ids depend on the time: each becomes `<commit>` wherever its own object's address says that it is one. */
function withoutCommitIds(body: unknown): unknown {
  const text = JSON.stringify(body) ?? "null";
  const ids = [...text.matchAll(/\/commits\/([0-9a-f]{40})/g)].map((match) => match[1] ?? "");
  return JSON.parse([...new Set(ids)].reduce((rest, id) => rest.replaceAll(id, "<commit>"), text));
}

/** Paths at which two values differ, among what both have or only the first has. */
export function differences(theirs: unknown, ours: unknown, path = ""): readonly string[] {
  if (Array.isArray(theirs) && Array.isArray(ours)) {
    if (theirs.length !== ours.length) return [`${path}.length`];
    return theirs.flatMap((one, index) => differences(one, ours[index], `${path}[${index}]`));
  }
  if (isObject(theirs) && isObject(ours))
    return Object.entries(theirs).flatMap(([key, value]) =>
      key in ours ? differences(value, ours[key], path === "" ? key : `${path}.${key}`) : [`${path}.${key} is missing`],
    );
  return theirs === ours ? [] : [path];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
