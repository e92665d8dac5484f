/** What the manifests promise: two replicas, nothing that they may write or become, time to drain, and settings that exist. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readEnvironment } from "#app/environment.ts";
import { listSettings } from "#scripts/settings-table.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const SETTINGS = listSettings();
const folder = join(root, "deploy/kubernetes");
const read = (name: string) => parse(readFileSync(join(folder, name), "utf8")) as Record<string, never>;

interface Pod {
  readonly terminationGracePeriodSeconds: number;
  readonly automountServiceAccountToken: boolean;
  readonly securityContext: { readonly runAsNonRoot: boolean };
  readonly containers: readonly Container[];
}
interface Container {
  readonly image: string;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly securityContext: object;
  readonly lifecycle: { readonly preStop: { readonly exec: { readonly command: readonly [string, string] } } };
  readonly readinessProbe: { readonly httpGet: object };
  readonly livenessProbe: { readonly httpGet: object };
}

const deployment = read("deployment.yaml") as unknown as {
  readonly spec: {
    readonly replicas: number;
    readonly template: { readonly metadata: { readonly labels: object }; readonly spec: Pod };
  };
};
const pod = deployment.spec.template.spec;
const [container] = pod.containers as readonly [Container];
const secret = (read("secret.example.yaml") as unknown as { readonly stringData: Readonly<Record<string, string>> })
  .stringData;

test("there are two replicas, and one of them always stays", () => {
  expect(deployment.spec.replicas).toBe(2);
  expect(read("pod-disruption-budget.yaml")).toMatchObject({ spec: { minAvailable: 1 } });
});

test("service and disruption budget mean the pods of the deployment", () => {
  const { labels } = deployment.spec.template.metadata;
  expect(deployment).toMatchObject({ spec: { selector: { matchLabels: labels } } });
  expect(read("service.yaml")).toMatchObject({ spec: { selector: labels, ports: [{ targetPort: "http" }] } });
  expect(read("pod-disruption-budget.yaml")).toMatchObject({ spec: { selector: { matchLabels: labels } } });
});

test("a container is not root, may not become it, writes nothing, and has no token of the cluster", () => {
  expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } });
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  });
});

test("there is time to drain before it is killed", () => {
  const drain = Number(container.env.find(({ name }) => name === "DRAIN_SECONDS")?.value);
  const pause = Number(container.lifecycle.preStop.exec.command[1]);
  expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(drain + pause);
});

test("the probes ask what the server answers", () => {
  expect(container.readinessProbe.httpGet).toEqual({ path: "/readyz", port: "http" });
  expect(container.livenessProbe.httpGet).toEqual({ path: "/healthz", port: "http" });
  expect(container.ports).toEqual([{ name: "http", containerPort: 3000 }]);
});

test("every setting is one of the App's, and with the secret filled in it would start", () => {
  const given = { ...secret, ...Object.fromEntries(container.env.map(({ name, value }) => [name, value])) };
  expect(Object.keys(given).filter((name) => !SETTINGS.some((setting) => setting.name === name))).toEqual([]);
  const read = readEnvironment({ ...given, NODE_ENV: "production", PRIVATE_KEY: "-----BEGIN RSA PRIVATE KEY-----" });
  expect(read).toMatchObject({ ok: true, environment: { store: { kind: "postgres" }, drainSeconds: 25 } });
});

test("kustomize takes every manifest but the example, and the image has the version of the package", () => {
  const { resources, images } = read("kustomization.yaml") as unknown as {
    readonly resources: readonly string[];
    readonly images: readonly { readonly newTag: string }[];
  };
  const files = readdirSync(folder).filter((name) => !["kustomization.yaml", "secret.example.yaml"].includes(name));
  expect(resources.toSorted()).toEqual(files.toSorted());
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string };
  expect(images.map(({ newTag }) => newTag)).toEqual([version]);
  expect(container.image).toBe(`aftercare:${version}`);
});

test("the compose file sets only what the App reads, and nothing may be written but what is temporary", () => {
  const compose = parse(readFileSync(join(root, "docker-compose.yml"), "utf8")) as {
    readonly services: { readonly app: { readonly environment: object; readonly read_only: boolean } };
  };
  const { environment, read_only } = compose.services.app;
  expect(Object.keys(environment).filter((name) => !SETTINGS.some((setting) => setting.name === name))).toEqual([]);
  expect(read_only).toBe(true);
});
