/** The manifest asks for what the code needs: no request without a permission, no permission without a request. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { WEBHOOK_NAMES } from "#src/github/read-event.ts";
import {
  OTHER_NEEDS,
  permissionsOf,
  ROUTE_NEEDS,
  SENT_TO_EVERY_APP,
  SIGNED_ROUTES,
  workflowPermissions,
} from "#scripts/permissions.ts";
import { permissionsReference } from "#scripts/permissions-reference.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const manifest = parse(readFileSync(join(root, "app.yml"), "utf8")) as {
  readonly default_events: readonly string[];
  readonly default_permissions: Readonly<Record<string, string>>;
};

function sourcesBelow(directory: string): string[] {
  return readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && file.name.endsWith(".ts"))
    .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"));
}

/** Every `"GET /…"` of the code that talks to GitHub, and GraphQL's one address. */
function routesSent(): ReadonlySet<string> {
  const sources = [...sourcesBelow("src/github"), ...sourcesBelow("app")];
  const routes = sources.flatMap((text) => [
    ...text.matchAll(/["'`]((?:GET|POST|PUT|PATCH|DELETE) [/$][^"'`\s]*)["'`]/g),
  ]);
  return new Set(routes.map(([, route]) => (route === "POST ${graphqlUrl}" ? "POST /graphql" : route!)));
}

describe("requests", () => {
  test("every route of the code stands in the table, and no other", () => {
    const sent = routesSent();
    expect(sent.size).toBeGreaterThan(40);
    expect([...sent].filter((route) => !SIGNED_ROUTES.includes(route)).toSorted()).toEqual(
      Object.keys(ROUTE_NEEDS).toSorted(),
    );
  });

  test("a route that reads asks for reading only, one that writes for writing", () => {
    for (const [route, { level }] of Object.entries(ROUTE_NEEDS)) {
      const reads = route.startsWith("GET ") || route === "POST /graphql";
      expect([route, level]).toEqual([route, reads ? "read" : "write"]);
    }
  });
});

describe("app.yml", () => {
  test("subscribes to the webhooks that the code reads, less those that every App is sent", () => {
    expect(manifest.default_events).toEqual(
      WEBHOOK_NAMES.filter((name) => !SENT_TO_EVERY_APP.includes(name)).toSorted(),
    );
    for (const name of SENT_TO_EVERY_APP) expect(WEBHOOK_NAMES).toContain(name);
  });

  test("every webhook has the permission without which GitHub does not send it", () => {
    const named = Object.keys(OTHER_NEEDS).flatMap((what) =>
      what.startsWith("webhook ") ? [what.slice("webhook ".length)] : [],
    );
    expect(named).toEqual(manifest.default_events);
  });

  test("asks for exactly the permissions that requests and webhooks need", () => {
    expect(manifest.default_permissions).toEqual(permissionsOf("app"));
  });

  test("gives each permission a line that says what for", () => {
    const lines = readFileSync(join(root, "app.yml"), "utf8").split("\n");
    for (const name of Object.keys(manifest.default_permissions)) {
      const at = lines.findIndex((line) => line.startsWith(`  ${name}:`));
      expect([name, lines[at - 1]]).toEqual([name, expect.stringMatching(/^ {2}# \w.+\.$/)]);
    }
  });

  test("never asks to write code, workflows, settings or secrets", () => {
    const { contents, administration, workflows, secrets, secret_scanning_alerts } = manifest.default_permissions;
    expect([contents, administration, workflows, secrets, secret_scanning_alerts]).toEqual([
      "read",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("the Action's permissions", () => {
  test("beside the App it only reads", () => {
    expect(workflowPermissions("app")).toEqual({ contents: "read", issues: "read", "pull-requests": "read" });
  });

  test("without it, it writes issues and statuses", () => {
    expect(workflowPermissions("action")).toEqual({
      contents: "read",
      issues: "write",
      "pull-requests": "read",
      statuses: "write",
    });
  });
});

test("docs/permissions.md is fresh", () => {
  expect(readFileSync(join(root, "docs/permissions.md"), "utf8")).toBe(permissionsReference());
});
