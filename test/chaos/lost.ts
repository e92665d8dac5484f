/** What a run must never end with: work that is lost or undone, and doubles that were healed in favour of the wrong one. */
import { findMarkers } from "#src/effect/marker.ts";
import type { WorkTables } from "#src/queue/work.ts";
import { openStore, type StoreAddress } from "#src/store/open-store.ts";
import { commentsOf, namingOf } from "./naming.ts";
import { missingOf } from "./settle.ts";
import type { ChaosWorld } from "./world.ts";

/** Every delivery was acknowledged or stored, and every row of work was done. No process may use the database. */
export async function lostIn(world: ChaosWorld, address: StoreAddress): Promise<readonly string[]> {
  const store = await openStore<WorkTables>(address);
  try {
    const rows = await store.db
      .selectFrom("work")
      .select(["kind", "key", "dedupe", "state", "run_at", "error"])
      .execute();
    const stored = new Set(rows.map(({ dedupe }) => dedupe));
    const lost = missingOf(world).filter(({ guid }) => !stored.has(guid));
    const undone = rows.filter(({ state, run_at: at }) => state === "pending" && at <= world.github.clock.now());
    return [
      ...lost.map(({ guid, attempts }) => `delivery ${guid} was sent ${attempts} times, and is not stored`),
      ...undone.map(({ kind, key, error }) => `${kind} ${key} was never done: ${error ?? "nobody tried"}`),
    ];
  } finally {
    await store.close();
  }
}

/** Of two that have one marker the lowest number stays, and every other one names it. */
export function wrongDoublesIn({ places }: ChaosWorld): readonly string[] {
  return places.flatMap(({ name, row }) => {
    const { doubles } = namingOf(row);
    return [...doubles].flatMap((number) => {
      const comments = commentsOf(row.issues.get(number)!, row.comments);
      const winners = comments.flatMap(({ body }) => findMarkers(body)).filter(({ kind }) => kind === "double");
      const winner = Number(winners[0]?.keys["of"]);
      const isRight = winner < number && row.issues.has(winner) && !doubles.has(winner);
      return isRight ? [] : [`${name}: the double ${number} gave way to ${winner}`];
    });
  });
}
