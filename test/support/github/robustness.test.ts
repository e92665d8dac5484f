/** Nonsense from callers never breaks the stand-in: every operation answers it with less than 500. */
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Acme, startAcme } from "./acme.ts";
import { apiClient } from "./api-client.ts";
import { ROUTES } from "./routes.ts";

let acme: Acme;

beforeAll(async () => {
  acme = await startAcme();
  acme.github.push("acme/shop", { branch: "later", files: { "a.txt": "a" } });
  acme.github.openPull("acme/shop", { title: "Pull", head: "later" });
  await acme.bot("POST /repos/acme/shop/issues", { title: "Issue", labels: ["x"] });
  await acme.bot("POST /repos/acme/shop/issues/2/comments", { body: "said" });
});
afterAll(async () => {
  await acme.github.stop();
});

/** Values that exist for some parameters and nonsense for the others. */
const PARAMETER = fc.constantFrom(
  "1",
  "2",
  "main",
  "later",
  "x",
  "acme",
  "bob",
  "50000001",
  "0",
  "-1",
  "%00",
  "heads%2Fmain",
  "constructor",
  "0".repeat(40),
);
const FIELDS = fc.constantFrom(
  "title",
  "body",
  "labels",
  "assignees",
  "state",
  "name",
  "head",
  "base",
  "sha",
  "files",
  "tree",
  "ref",
  "content",
  "sub_issue_id",
  "permissions",
  "output",
  "actions",
  "event",
  "query",
  "milestone",
  "rules",
  "status",
);
const BODY = fc.oneof(
  fc.constant(undefined),
  fc.jsonValue({ maxDepth: 2 }),
  fc.dictionary(FIELDS, fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom("main", "open", "x", 1, 4_000_001)), {
    maxKeys: 4,
  }),
);

/** What would end the world of the test. */
const FATAL = new Set([
  "DELETE /repos/{owner}/{repo}",
  "DELETE /app/installations/{installation_id}",
  "DELETE /installation/token",
  "PUT /app/installations/{installation_id}/suspended",
]);
const OPERATIONS = ROUTES.filter(({ method, template }) => !FATAL.has(`${method} ${template}`));

test("every operation, with odd parameters and bodies", { timeout: 60_000 }, async () => {
  const jwt = apiClient(acme.github.url, acme.app.jwt());
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...OPERATIONS.map(({ method, template }) => ({ method, template }))),
      fc.array(PARAMETER, { minLength: 3, maxLength: 3 }),
      BODY,
      async (route, parameters, body) => {
        const names = [...parameters];
        const path = route.template
          .replace("{owner}/{repo}", "acme/shop")
          .replaceAll(/\{\w+\}/g, () => names.pop() ?? "1");
        const call = route.template.startsWith("/app") ? jwt : acme.alice;
        const { status } = await call(`${route.method} ${path}`, route.method === "GET" ? undefined : body);
        expect(status, `${route.method} ${path} ${JSON.stringify(body)}`).toBeLessThan(500);
      },
    ),
    { numRuns: 600 },
  );
});
