/** What looks like a secret never reaches the log. */
import { expect, test } from "vitest";
import { redact } from "#app/log.ts";

test.each([
  `ghs_${"a".repeat(36)}`,
  `ghs_4242_${"eyJhbGciOi.".repeat(40)}x`,
  `ghp_${"A1".repeat(18)}`,
  `github_pat_${"a_1".repeat(20)}`,
  "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
  `sha256=${"0f".repeat(32)}`,
])("%s is redacted", (secret) => {
  expect(redact(`before ${secret} after`)).toBe("before [redacted] after");
});

test("ordinary words stay", () => {
  expect(redact("GET /repos/acme/shop 404 ghost_ghoul")).toBe("GET /repos/acme/shop 404 ghost_ghoul");
});
