/** THE table of operations: one list per area. */
import type { Route } from "./call.ts";

/** All routes of the stand-in. */
export const ROUTES: readonly Route[] = [];
