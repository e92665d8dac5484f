/** THE table of operations: one list per area. */
import type { Route } from "./call.ts";
import { CODE_ROUTES } from "./code-routes.ts";
import { ASSIGNEE_ROUTES } from "./routes/assignees.ts";
import { COMMENT_ROUTES } from "./routes/comments.ts";
import { ISSUE_ROUTES } from "./routes/issues.ts";
import { LABEL_ROUTES } from "./routes/labels.ts";

/** All routes of the stand-in. */
export const ROUTES: readonly Route[] = [...CODE_ROUTES, ...ASSIGNEE_ROUTES, ...COMMENT_ROUTES, ...ISSUE_ROUTES, ...LABEL_ROUTES];
