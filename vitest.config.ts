import { defineConfig } from "vitest/config";

/** The core: its tests change nothing outside themselves, so that files can share one set of loaded modules. */
const PURE = [
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
  "gate",
  "incident",
  "language",
  "markdown",
  "remediation",
  "timeline",
].map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    restoreMocks: true,
    // By default one worker fewer than there are cores: on two cores that is half of the machine.
    maxWorkers: "100%",
    testTimeout: 20_000,
    hookTimeout: 20_000,
    projects: [
      { extends: true, test: { name: "pure", include: PURE, isolate: false } },
      { extends: true, test: { name: "wired", include: ["test/**/*.test.ts"], exclude: PURE } },
    ],
  },
});
