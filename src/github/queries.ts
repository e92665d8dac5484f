/** Our GraphQL documents. Each saves requests only: REST gives the same facts where GraphQL is refused or absent. */

/** The fields of an issue, as `issueFields` reads them. */
export const ISSUE_FIELDS = `
    fullDatabaseId number title body state stateReason(enableDuplicate: true) url locked
    createdAt updatedAt closedAt
    repository { name owner { login } }
    author { __typename login }
    labels(first: 100) { nodes { name } }
    assignees(first: 20) { nodes { login } }`;

const TRACKED_PAGE = `
fragment TrackedPage on IssueConnection {
  pageInfo { hasNextPage endCursor }
  nodes {
    ${ISSUE_FIELDS}
    comments(first: 5) {
      pageInfo { hasNextPage }
      nodes { fullDatabaseId body createdAt updatedAt url author { __typename login } }
    }
  }
}`;

/**
 * Both listings by the umbrella label in one request, each with the first comments of its issues.
 * A listing that is read to its end is left out of the following pages.
 */
export const TRACKED_ISSUES = `
query TrackedIssues(
  $owner: String!, $repo: String!, $label: String!, $since: DateTime!,
  $open: Boolean!, $closed: Boolean!, $openAfter: String, $closedAfter: String
) {
  repository(owner: $owner, name: $repo) {
    open: issues(first: 100, after: $openAfter, labels: [$label], states: [OPEN],
      orderBy: { field: CREATED_AT, direction: ASC }) @include(if: $open) { ...TrackedPage }
    closed: issues(first: 100, after: $closedAfter, labels: [$label], states: [CLOSED], filterBy: { since: $since },
      orderBy: { field: CREATED_AT, direction: ASC }) @include(if: $closed) { ...TrackedPage }
  }
}${TRACKED_PAGE}`;

/** The issues that GitHub itself closes with the pull request: by keywords and by the sidebar. */
export const CLOSING_ISSUES = `
query ClosingIssues($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      closingIssuesReferences(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { number repository { name owner { login } } }
      }
    }
  }
}`;

/** One entry of a tree; the error that GitHub gives beside a missing file is no failure (`client.ts`). */
const FILE_ENTRY = `
fragment FileEntry on TreeEntry { mode oid object { __typename ... on Blob { text isTruncated } } }`;

/** A pull request with all that a verdict can want of it and GraphQL can tell. A rename's old path it cannot. */
const PULL = `
fragment Pull on PullRequest {
  fullDatabaseId number title body state isDraft reviewDecision autoMergeRequest { enabledAt } merged url createdAt updatedAt changedFiles
  headRefName headRefOid baseRefName baseRefOid
  author { __typename login }
  labels(first: 100) { pageInfo { hasNextPage } nodes { name } }
  headRepository { name owner { login } }
  mergeCommit { oid }
  closingIssuesReferences(first: 100) {
    pageInfo { hasNextPage }
    nodes { number repository { name owner { login } } }
  }
  files(first: 100) @include(if: $files) { pageInfo { hasNextPage } nodes { path changeType } }
  commits(last: 1) {
    nodes {
      commit {
        oid
        file(path: $path) { ...FileEntry }
        checkSuites(first: 20, filterBy: { checkName: $check }) @include(if: $checks) {
          pageInfo { hasNextPage }
          nodes {
            app { slug }
            checkRuns(first: 10, filterBy: { checkName: $check, checkType: LATEST }) {
              nodes { databaseId externalId conclusion }
            }
          }
        }
      }
    }
  }
}`;

const HOME = `
fragment Home on Repository {
  databaseId name isPrivate isArchived url
  owner { login }
  defaultBranchRef { name target { ... on Commit { file(path: $path) { ...FileEntry } } } }
}`;

/** Everything that a plain verdict rests on but its files: the pull request, the policy, and both listings by the umbrella label. */
export const GATE_START = `
query GateStart(
  $owner: String!, $repo: String!, $number: Int!, $path: String!, $label: String!, $since: DateTime!,
  $files: Boolean!, $checks: Boolean!, $check: String!
) {
  repository(owner: $owner, name: $repo) {
    ...Home
    pullRequest(number: $number) { ...Pull }
    analysis: issues(first: 1, labels: ["pia"], states: [OPEN], orderBy: { field: CREATED_AT, direction: DESC }) {
      nodes { number body author { __typename login } labels(first: 100) { nodes { name } } }
    }
    open: issues(first: 100, labels: [$label], states: [OPEN],
      orderBy: { field: CREATED_AT, direction: ASC }) { ...TrackedPage }
    closed: issues(first: 100, labels: [$label], states: [CLOSED], filterBy: { since: $since },
      orderBy: { field: CREATED_AT, direction: ASC }) { ...TrackedPage }
  }
}${HOME}${PULL}${FILE_ENTRY}${TRACKED_PAGE}`;

/** The open pull requests, fifty a page, each as in `GateStart`. */
export const OPEN_PULLS = `
query OpenPulls(
  $owner: String!, $repo: String!, $path: String!, $after: String,
  $files: Boolean!, $checks: Boolean!, $check: String!
) {
  repository(owner: $owner, name: $repo) {
    ...Home
    pullRequests(first: 50, after: $after, states: [OPEN], orderBy: { field: CREATED_AT, direction: ASC }) {
      pageInfo { hasNextPage endCursor }
      nodes { ...Pull }
    }
  }
}${HOME}${PULL}${FILE_ENTRY}`;
