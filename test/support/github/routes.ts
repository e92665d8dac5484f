/** THE table of operations: one list per area. */
import type { Route } from "./call.ts";
import { CODE_ROUTES } from "./code-routes.ts";
import { APP_ROUTES } from "./routes/apps.ts";
import { ASSIGNEE_ROUTES } from "./routes/assignees.ts";
import { COLLABORATOR_ROUTES } from "./routes/collaborators.ts";
import { COMMENT_ROUTES } from "./routes/comments.ts";
import { DEPENDENCY_ROUTES } from "./routes/dependencies.ts";
import { HOOK_ROUTES } from "./routes/hook-deliveries.ts";
import { INSTALLATION_ROUTES } from "./routes/installation.ts";
import { ISSUE_ROUTES } from "./routes/issues.ts";
import { LABEL_ROUTES } from "./routes/labels.ts";
import { MILESTONE_ROUTES } from "./routes/milestones.ts";
import { ORGANIZATION_ROUTES } from "./routes/organizations.ts";
import { PEOPLE_ROUTES } from "./routes/people.ts";
import { REACTION_ROUTES } from "./routes/reactions.ts";
import { REPOSITORY_ROUTES } from "./routes/repositories.ts";
import { SIGN_IN_ROUTES } from "./routes/sign-in.ts";
import { SUB_ISSUE_ROUTES } from "./routes/sub-issues.ts";
import { TIMELINE_ROUTES } from "./routes/timeline.ts";

/** All routes of the stand-in. */
export const ROUTES: readonly Route[] = [
  ...APP_ROUTES,
  ...ASSIGNEE_ROUTES,
  ...CODE_ROUTES,
  ...COLLABORATOR_ROUTES,
  ...COMMENT_ROUTES,
  ...DEPENDENCY_ROUTES,
  ...HOOK_ROUTES,
  ...INSTALLATION_ROUTES,
  ...ISSUE_ROUTES,
  ...LABEL_ROUTES,
  ...MILESTONE_ROUTES,
  ...ORGANIZATION_ROUTES,
  ...PEOPLE_ROUTES,
  ...REACTION_ROUTES,
  ...REPOSITORY_ROUTES,
  ...SIGN_IN_ROUTES,
  ...SUB_ISSUE_ROUTES,
  ...TIMELINE_ROUTES,
];
