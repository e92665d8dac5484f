/** GitHub's clock between its answers. */
import { expect, test } from "vitest";
import { openGitHubClock } from "#src/github/github-clock.ts";

test("a machine whose clock is off goes by GitHub's, also while GitHub says nothing", () => {
  let machine = 1000;
  const clock = openGitHubClock(() => machine);
  expect(clock.now()).toBe(1000);
  clock.note(5000);
  machine += 30;
  expect(clock.now()).toBe(5030);
  clock.note(1000);
  expect(clock.now()).toBe(1000);
});
