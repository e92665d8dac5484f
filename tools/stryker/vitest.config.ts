/** The tests that mutants must not survive: those of the gate, the budget and the components, and no slower ones. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/{gate,budget,component}/**/*.test.ts"],
    // Mutants that act while a module loads are left out, so that modules may stay loaded from file to file.
    isolate: false,
    restoreMocks: true,
    setupFiles: ["tools/stryker/properties.ts"],
    testTimeout: 20_000,
  },
});
