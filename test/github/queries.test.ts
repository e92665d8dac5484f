/** Our GraphQL documents hold against GitHub's own schema. */
import { expect, test } from "vitest";
import * as queries from "#src/github/queries.ts";
import { createGraphqlValidator } from "#test/support/openapi/validate-graphql.ts";

const { newIssuePlace, takeInPlace, takeInDocument, ...documents } = queries;
const all = {
  ...documents,
  takeInPlace: takeInPlace(2, 1),
  "takeInDocument of all": takeInDocument({ labels: true, people: true, link: true }),
  "takeInDocument of the link": takeInDocument({ labels: false, people: false, link: true }),
  "newIssuePlace of two labels": newIssuePlace(2, 0),
  "and people": newIssuePlace(3, 2),
};

test.each(Object.entries(all))("%s is valid against GitHub's schema", (_name, document) => {
  expect(createGraphqlValidator().validateGraphqlDocument(document)).toEqual([]);
});
