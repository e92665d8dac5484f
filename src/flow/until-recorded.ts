/** What a record should keep of one occasion is written although others change it at the same moment. */
import type { Performed } from "#src/effect/effect.ts";
import { RECORD } from "#src/incident/declare.ts";

/** A record that others go on changing is left to the next event: what it shows follows, only this occasion's line is missing. */
const MOST_TRIES = 3;

/** True when the record did not take ours up, since somebody else has changed it meanwhile. */
export function isRecordLost(performed: readonly Performed[]): boolean {
  return performed.some(
    ({ effect, outcome }) => outcome === "stale" && "marker" in effect && effect.marker.kind === RECORD.kind,
  );
}

/** Does it, and again from the beginning while the record is lost: `act` reads anew each time. */
export async function untilRecorded(act: () => Promise<readonly Performed[]>): Promise<void> {
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) if (!isRecordLost(await act())) return;
}
