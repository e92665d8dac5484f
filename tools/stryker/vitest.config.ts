/** The tests that mutants must not survive: those of the gate, the budget and the components, and no slower ones. */
import { BaseSequencer } from "vitest/node";
import { defineConfig } from "vitest/config";

/** The first test that fails ends a mutant: so stories come before laws, which take longer. */
class StoriesFirst extends BaseSequencer {
  override async sort(files: Parameters<BaseSequencer["sort"]>[0]) {
    const isLaw = ({ moduleId }: { readonly moduleId: string }) => moduleId.includes("laws.test");
    const sorted = await super.sort(files);
    return [...sorted.filter((file) => !isLaw(file)), ...sorted.filter(isLaw)];
  }
}

export default defineConfig({
  test: {
    include: ["test/{gate,budget,component}/**/*.test.ts"],
    // Mutants that act while a module loads are left out, so that modules may stay loaded from file to file.
    isolate: false,
    restoreMocks: true,
    sequence: { sequencer: StoriesFirst },
    setupFiles: ["tools/stryker/properties.ts"],
    testTimeout: 20_000,
  },
});
