/** Who should be in the room: those who took part, those who own it, and the roles that silos forget. */
import type { Config } from "#src/config/schema.ts";
import type { Incident } from "#src/incident/incident.ts";

const MOST_NAMES = 20;

/** A login or `org/team`; anything else in the configuration is shown as a role. */
const HANDLE = /^@?([A-Za-z0-9][\w-]{0,38}(?:\/[A-Za-z0-9._-]{1,100})?)$/;

/** The section of a new analysis. Here, and only here, people are mentioned: it is their invitation. */
export function attendeesSection(input: {
  readonly incident: Incident;
  readonly participants: readonly string[];
  readonly config: Pick<Config, "components" | "review">;
}): string {
  const { incident, participants, config } = input;
  const owners = incident.components.flatMap((name) => config.components[name]?.owners ?? []);
  const named = new Set<string>();
  // Everybody once, by the first reason.
  const fresh = (names: readonly string[]) => {
    const others = names.filter((name) => !named.has(keyOf(name)));
    for (const name of others) named.add(keyOf(name));
    return handlesOf(others);
  };
  const lines = [
    ["took part", fresh(participants)],
    ["owns a component", fresh(owners)],
    ["always invited", fresh(config.review.invite)],
  ].filter(([, names]) => names !== "");
  return [
    "## Who should be in the room",
    "",
    ...lines.map(([why, names]) => `- ${names}: ${why}`),
    "- easily forgotten: whoever tests it, supports its users, and decides what is built next",
    "",
    "Afterwards, say who was there: `/pia held attendees:@a,@b`.",
  ].join("\n");
}

function keyOf(name: string): string {
  return name.trim().replace(/^@/, "").toLowerCase();
}

/** Those of these names that GitHub can know, each once, as mentions; the empty string when there are none. */
export function handlesOf(names: readonly string[]): string {
  const handles = names.flatMap((name) => {
    const handle = HANDLE.exec(name.trim())?.[1];
    return handle === undefined ? [] : [`@${handle}`];
  });
  const distinct = [...new Set(handles)];
  const more = distinct.length > MOST_NAMES ? ` and ${distinct.length - MOST_NAMES} more` : "";
  return distinct.slice(0, MOST_NAMES).join(", ") + more;
}
