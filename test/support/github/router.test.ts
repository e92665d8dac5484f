/** The route table: every template is GitHub's, no route twice, the more literal one first. */
import { describe, expect, test } from "vitest";
import { loadSlice } from "#test/support/openapi/slice.ts";
import type { Route } from "./call.ts";
import { createRouter } from "./router.ts";
import { ROUTES } from "./routes.ts";

const handle: Route["handle"] = () => ({ status: 204 });
const route = (template: string): Route => ({ method: "GET", template, handle });

describe("finding a route", () => {
  test.each([
    ["/repos/a/b/commits/heads/main/status", "/repos/{owner}/{repo}/commits/{ref}/status", { ref: "heads/main" }],
    ["/repos/a/b/commits/0f1e", "/repos/{owner}/{repo}/commits/{ref}", { ref: "0f1e" }],
    ["/repos/a/b/contents/docs/a%20b.md", "/repos/{owner}/{repo}/contents/{path}", { path: "docs/a b.md" }],
    ["/repos/a/b/labels/sev%3A2%2Fx", "/repos/{owner}/{repo}/labels/{name}", { name: "sev:2/x" }],
  ])("%s", (path, template, params) => {
    const router = createRouter(
      ["commits/{ref}", "commits/{ref}/status", "contents/{path}", "labels/{name}"].map((rest) =>
        route(`/repos/{owner}/{repo}/${rest}`),
      ),
    );
    const match = router.find("GET", path);
    expect(match?.route.template).toBe(template);
    expect(match?.params).toMatchObject({ owner: "a", repo: "b", ...params });
    expect(router.find("POST", path)).toBeUndefined();
  });

  test("refuses a table with one operation twice", () => {
    expect(() => createRouter([route("/app"), route("/app")])).toThrow("registered twice");
  });
});

test("every operation of the API is in GitHub's description, word for word", () => {
  const known = loadSlice().operations;
  const api = ROUTES.filter(({ template }) => !/^\/(login|settings|organizations|graphql|view)/.test(template));
  expect(api.length).toBeGreaterThan(80);
  expect(api.map(({ method, template }) => `${method} ${template}`).filter((name) => !(name in known))).toEqual([]);
});
