/** Many things that are none of each other's business: one that fails keeps none of the others from being done. */

/** Does it for each, one after the other. @throws the first failure, after all had their turn */
export async function eachOnItsOwn<T>(all: readonly T[], act: (one: T) => Promise<unknown>): Promise<void> {
  const failures: unknown[] = [];
  for (const one of all) {
    try {
      await act(one);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
