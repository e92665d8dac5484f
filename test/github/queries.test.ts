/** Our GraphQL documents hold against GitHub's own schema. */
import { expect, test } from "vitest";
import * as queries from "#src/github/queries.ts";
import { createGraphqlValidator } from "#test/support/openapi/validate-graphql.ts";

test.each(Object.entries(queries))("%s is valid against GitHub's schema", (_name, document) => {
  expect(createGraphqlValidator().validateGraphqlDocument(document)).toEqual([]);
});
