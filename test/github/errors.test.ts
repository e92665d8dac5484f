/** Every way in which GitHub can fail is sorted into what we do about it. */
import { describe, expect, test } from "vitest";
import { classifyFailure, parseHttpDate, sayPermissions, toUnavailable } from "#src/github/errors.ts";

const NOW = 1_000_000;

const TOKEN_URL = "https://api.github.com/app/installations/7/access_tokens";

function failure(status: number, message = "no", headers: Record<string, string> = {}) {
  return failureAt("https://api.github.com/x", { status, message, headers });
}

/** The shape of octokit's `RequestError`; the tests at the wire meet the real one. */
function failureAt(url: string, answer: { status: number; message: string; headers: Record<string, string> }) {
  const { status, message, headers } = answer;
  return Object.assign(new Error(message), { status, request: { url }, response: { status, url, headers } });
}

describe("a failed request", () => {
  test.each<[string, Error, Record<string, unknown>]>([
    ["404 is missing", failure(404), { kind: "missing", status: 404 }],
    ["410 is missing", failure(410), { kind: "missing", status: 410 }],
    ["301 is missing", failure(301), { kind: "missing", status: 301 }],
    ["451 is missing", failure(451), { kind: "missing", status: 451 }],
    ["401 says that the token is not accepted", failure(401), { kind: "unauthorized" }],
    ["500 is down", failure(500), { kind: "down" }],
    ["503 is down", failure(503), { kind: "down" }],
    ["408 is down", failure(408), { kind: "down" }],
    ["422 is invalid", failure(422), { kind: "invalid", status: 422 }],
    ["409 is invalid", failure(409), { kind: "invalid", status: 409 }],
    [
      "403 with a spent quota is a limit until its reset",
      failure(403, "API rate limit exceeded", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1000900" }),
      { kind: "limited", limit: "quota", retryAt: 1_000_900 },
    ],
    [
      "403 with retry-after is a secondary limit until then",
      failure(403, "no", { "retry-after": "30", "x-ratelimit-remaining": "4000" }),
      { kind: "limited", limit: "abuse", retryAt: NOW + 30 },
    ],
    [
      "403 whose words alone say it is a secondary limit for a minute",
      failure(403, "You have exceeded a secondary rate limit"),
      { kind: "limited", limit: "abuse", retryAt: NOW + 60 },
    ],
    ["429 without headers is a limit for a minute", failure(429), { kind: "limited", retryAt: NOW + 60 }],
    [
      "retry-after may be a date",
      failure(429, "no", { "retry-after": "Mon, 12 Jan 1970 13:47:40 GMT" }),
      { kind: "limited", retryAt: 1_000_060 },
    ],
    [
      "403 for a missing permission names it",
      failure(403, "Resource not accessible by integration", { "x-accepted-github-permissions": "issues=write" }),
      { kind: "forbidden", needs: "issues=write" },
    ],
    [
      "a quota that is left does not make a 403 a limit",
      failure(403, "Resource not accessible by integration", { "x-ratelimit-remaining": "4999" }),
      { kind: "forbidden", needs: null },
    ],
    [
      "a 404 for the installation's token is no missing issue",
      failureAt(TOKEN_URL, { status: 404, message: "Not Found", headers: {} }),
      { kind: "unauthorized" },
    ],
    [
      "the throttling plugin's error for a spent GraphQL quota is a limit",
      Object.assign(new Error("GraphQL Rate Limit Exceeded"), {
        response: { status: 200, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1000500" } },
      }),
      { kind: "limited", limit: "quota", retryAt: 1_000_500 },
    ],
  ])("%s", (_name, error, expected) => {
    expect(classifyFailure(error, NOW)).toMatchObject(expected);
  });

  test("a fault of our own is no failure of GitHub", () => {
    expect(classifyFailure(new TypeError("undefined is not a function"), NOW)).toBeNull();
  });

  test("no token gets into a message", () => {
    const found = classifyFailure(failure(422, "bad ghs_1234567890abcdefABCDEF.xyz and github_pat_AAAA_bbb"), NOW);
    expect(found?.message).toBe("bad [token] and [token]");
  });

  test("the documentation's address is left out of the words", () => {
    expect(classifyFailure(failure(404, "Not Found - https://docs.github.com/rest"), NOW)?.message).toBe("Not Found");
  });
});

test("the error that flows see carries source, words and when to come back", () => {
  const found = classifyFailure(failure(429, "slow down", { "retry-after": "5" }), NOW)!;
  expect(toUnavailable("the issue acme/shop#7", found)).toMatchObject({
    source: "the issue acme/shop#7",
    message: "the issue acme/shop#7: GitHub limits our requests (slow down)",
    retryAt: NOW + 5,
  });
});

test("a missing permission is said with the words of the settings page", () => {
  const needs = failure(403, "Resource not accessible by integration", {
    "x-accepted-github-permissions": "issues=read",
  });
  expect(toUnavailable("the issues", classifyFailure(needs, NOW)!).message).toBe(
    "the issues: GitHub does not allow it without issues: read (Resource not accessible by integration)",
  );
});

test("permissions in words", () => {
  expect(sayPermissions("issues=write; pull_requests=write,checks=read")).toBe(
    "issues: write or pull_requests: write and checks: read",
  );
});

test("the date of a header becomes whole seconds, anything else is null", () => {
  expect(parseHttpDate("Sun, 22 Nov 2026 05:26:10 GMT")).toBe(1_795_325_170);
  expect(parseHttpDate("soon")).toBeNull();
});
