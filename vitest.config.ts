import { defineConfig } from "vitest/config";

/**
 * The core and the flows: their tests change nothing in the process, so that files can share one set of loaded modules, and what was
 * compiled of GitHub's description.
 */
const SHARING = [
  "analysis",
  "budget",
  "calendar",
  "command",
  "component",
  "config",
  "cost",
  "digest",
  "effect",
  "facts",
  "flow",
  "gate",
  "incident",
  "language",
  "markdown",
  "remediation",
  "stories",
  "timeline",
].map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    restoreMocks: true,
    globalSetup: "test/support/shared-folder.ts",
    // By default one worker fewer than there are cores: on two cores that is half of the machine.
    maxWorkers: "100%",
    testTimeout: 20_000,
    hookTimeout: 20_000,
    projects: [
      { extends: true, test: { name: "sharing", include: SHARING, isolate: false } },
      { extends: true, test: { name: "alone", include: ["test/**/*.test.ts"], exclude: SHARING } },
    ],
  },
});
