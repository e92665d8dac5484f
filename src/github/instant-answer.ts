/** How GitHub writes times, read as our instants. */
import { z } from "zod";
import { parseInstant, type Instant } from "#src/calendar/instant.ts";

/** An ISO 8601 time; anything else does not narrow. */
export const instantAnswer: z.ZodType<Instant> = z.string().transform((text, context) => {
  const instant = parseInstant(text);
  if (instant !== null) return instant;
  context.issues.push({ code: "custom", message: "not an ISO 8601 time with an offset", input: text });
  return z.NEVER;
});
