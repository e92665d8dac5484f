/** `POST /graphql`. To test the way without it: `faults.add({ fault: { kind: "status", status: 404 }, route: "POST /graphql" })`. */
import { type Call, GitHubRefusal, type Json, type Reply, type Route, bodyOf, ok } from "#test/support/github/call.ts";
import { createGraphqlServer } from "#test/support/github/graphql/execute.ts";

const server = createGraphqlServer();

/** The one route of GraphQL. */
export const GRAPHQL_ROUTES: readonly Route[] = [{ method: "POST", template: "/graphql", handle: answer }];

function answer(call: Call): Reply {
  if (call.actor.kind === "anonymous") throw new GitHubRefusal(401, "This endpoint requires you to be authenticated.");
  if (call.actor.kind === "app") throw new GitHubRefusal(401, "A JSON web token could not be decoded");
  const body = bodyOf(call);
  if (typeof body["query"] !== "string")
    throw new GitHubRefusal(400, "A query attribute must be specified and must be a string.");
  const operationName = typeof body["operationName"] === "string" ? body["operationName"] : undefined;
  return ok(server.answer(call, { query: body["query"], variables: (body["variables"] ?? {}) as Json, operationName }));
}
