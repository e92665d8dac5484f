/** The operations on code: contents, git data, branches, pull requests, checks. */
import type { Route } from "./call.ts";
import { ALERT_ROUTES } from "./routes/alerts.ts";
import { BRANCH_ROUTES } from "./routes/branches.ts";
import { CHECK_ROUTES } from "./routes/checks.ts";
import { COMMIT_ROUTES } from "./routes/commits.ts";
import { CONTENTS_ROUTES } from "./routes/contents.ts";
import { FORK_ROUTES } from "./routes/forks.ts";
import { GIT_DATA_ROUTES } from "./routes/git-data.ts";
import { GRAPHQL_ROUTES } from "./routes/graphql.ts";
import { PULL_ROUTES } from "./routes/pulls.ts";
import { REVIEW_ROUTES } from "./routes/reviews.ts";
import { STATUS_ROUTES } from "./routes/statuses.ts";

/** All of them. */
export const CODE_ROUTES: readonly Route[] = [
  ...ALERT_ROUTES,
  ...BRANCH_ROUTES,
  ...CHECK_ROUTES,
  ...COMMIT_ROUTES,
  ...CONTENTS_ROUTES,
  ...FORK_ROUTES,
  ...GIT_DATA_ROUTES,
  ...GRAPHQL_ROUTES,
  ...PULL_ROUTES,
  ...REVIEW_ROUTES,
  ...STATUS_ROUTES,
];
