/** The words of a text that say what it is about: without those that stand in every report. */

/** Common words, and words that every incident has. */
const EMPTY_WORDS = new Set(
  (
    "about after again against almost along also although always another anything around away back because been before " +
    "being below between both cannot cause caused causes could does doing done down during each either else even ever every " +
    "everything first from gave gets give given goes gone have having here into itself just keep kept know known last later less " +
    "like long made make makes many might more most much must need needed never none nothing often once only other over " +
    "people same should since some something still such take taken than that their them then there these they thing this those " +
    "through time until upon used uses using very want were what when where which while whose will with within without would " +
    "alert alerts analysis answer answers broken brings change changed customer customers deploy deployed deployment error " +
    "errors fail failed failing fails failure failures incident incidents issue issues minute minutes outage outages problem " +
    "problems production report reported request requests service services slow slower system systems unavailable user users " +
    "noticed action"
  ).split(" "),
);

/** Lower case, a plural's `s` taken off, at least four letters, each once, in order of appearance; `but` are left out. */
export function tellingWords(text: string, but: ReadonlySet<string> = new Set()): string[] {
  const words = text.toLowerCase().match(/\p{L}[\p{L}\p{N}_-]{3,}/gu) ?? [];
  const kept = words.filter((word) => !EMPTY_WORDS.has(word) && !but.has(word));
  return [...new Set(kept.map((word) => (/[^s]s$/.test(word) && word.length > 4 ? word.slice(0, -1) : word)))];
}
