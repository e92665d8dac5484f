import { describe, expect, it } from "vitest";
import { namesPerson } from "#src/analysis/names-person.ts";

describe("a cause that is a person", () => {
  it.each([
    "human error",
    "Operator error during the migration",
    "@alice pushed to main",
    "The on-call engineer forgot to page",
    "an engineer accidentally deleted the bucket",
    "We failed to test the restore",
    "Nobody didn't check",
    "someone misconfigured the proxy",
    "I should have looked at the graph",
    "because the team ignored the alert",
    "The reviewer missed the change",
  ])("is seen in %j", (text) => {
    expect(namesPerson(text)).toBe(true);
  });

  it.each([
    "No contract test covers empty lists",
    "We had no alert for this",
    "We did not have a staging environment",
    "The operator's console accepts any target",
    "The job failed to start",
    "The probe missed the node",
    "mail to ops@acme.example bounced",
    "User sessions were dropped",
    "The engineering rota has one person at night",
    "npm:@acme/cart was yanked",
    "Team calendars are not synchronised",
  ])("is not seen in %j", (text) => {
    expect(namesPerson(text)).toBe(false);
  });
});
