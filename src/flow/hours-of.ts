/** The team's working time as the configuration gives it. */
import { type BusinessHours, readBusinessHours } from "#src/calendar/business-time.ts";
import { openZone, UTC } from "#src/calendar/zone.ts";
import type { Config } from "#src/config/schema.ts";

/** Hours that cannot be read are a problem that the configuration check names; until then any working day will do. */
export function hoursOf({ review, timezone }: Pick<Config, "review" | "timezone">): BusinessHours {
  const zone = openZone(timezone) ?? UTC;
  return readBusinessHours(review.hours, review.holidays, zone) ?? readBusinessHours("00:00-24:00", [], zone)!;
}
