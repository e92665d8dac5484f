/** What a request counts for in GitHub's limits, by its route. */

/** The route by which a GraphQL document is told that writes: each of ours creates something. */
export const MUTATION = "MUTATION /graphql";

/** GitHub counts a reading request as one point, a writing one as five, GraphQL without mutations as one and with them as five. */
export function costOf(route: string): number {
  return /^(GET|HEAD|OPTIONS) /.test(route) || (isGraphql(route) && route !== MUTATION) ? 1 : 5;
}

/** GitHub does not list its "content-generating requests"; creating issues and comments is taken to be. */
export function isCreation(route: string): boolean {
  return route === MUTATION || /^POST .*\/(issues|comments)$/.test(route);
}

/** Whose quota of the hour it takes from, as GitHub names them. */
export function resourceOf(route: string): "core" | "graphql" {
  return isGraphql(route) ? "graphql" : "core";
}

function isGraphql(route: string): boolean {
  return route.endsWith("/graphql");
}
