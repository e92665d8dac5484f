/** The App's database for the command line, by the same two settings as the App. */
import { openStore, type Store, type StoreAddress } from "#src/store/open-store.ts";
import { UsageError, type Terminal } from "./command.ts";

/** Opens it for one use. @throws UsageError when none is named, or it cannot be opened (PGlite has one user at a time). */
export async function withStore<Tables, T>(terminal: Terminal, use: (store: Store<Tables>) => Promise<T>): Promise<T> {
  const store = await openStore<Tables>(addressOf(terminal)).catch((error: unknown) => {
    throw new UsageError(
      error instanceof Error && error.message !== "" ? error.message : "the database does not answer",
    );
  });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

function addressOf({ environment }: Terminal): StoreAddress {
  const url = environment("DATABASE_URL");
  if (url) return { kind: "postgres", url };
  const path = environment("DATA_DIR");
  if (path) return { kind: "directory", path };
  throw new UsageError("set DATABASE_URL or DATA_DIR as for the App");
}
