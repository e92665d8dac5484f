/** Our GraphQL documents. Each saves requests only: REST gives the same facts where GraphQL is refused or absent. */

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
}
fragment TrackedPage on IssueConnection {
  pageInfo { hasNextPage endCursor }
  nodes {
    fullDatabaseId number title body state stateReason(enableDuplicate: true) url locked
    createdAt updatedAt closedAt
    repository { name owner { login } }
    author { __typename login }
    labels(first: 100) { nodes { name } }
    assignees(first: 20) { nodes { login } }
    comments(first: 5) {
      pageInfo { hasNextPage }
      nodes { fullDatabaseId body createdAt updatedAt url author { __typename login } }
    }
  }
}`;

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
