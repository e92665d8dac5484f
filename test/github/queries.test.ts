/** Our GraphQL documents hold against GitHub's own schema. */
import { expect, test } from "vitest";
import { CREATE_CHILD, newIssuePlace, takeInDocument, takeInPlace } from "#src/github/perform/child-queries.ts";
import * as queries from "#src/github/queries.ts";
import { createGraphqlValidator } from "#test/support/openapi/validate-graphql.ts";

const { ISSUE_FIELDS: _partOfOthers, ...documents } = queries;
const names = (labels: number, logins: number) => ({
  labels: Array.from({ length: labels }, (_, index) => `label ${index}`),
  logins: Array.from({ length: logins }, (_, index) => `login-${index}`),
});
const all = {
  ...documents,
  CREATE_CHILD,
  takeInPlace: takeInPlace(names(2, 1)),
  "takeInDocument of all": takeInDocument({ labels: true, people: true, link: true }),
  "takeInDocument of the link": takeInDocument({ labels: false, people: false, link: true }),
  "newIssuePlace of two labels": newIssuePlace(names(2, 0)),
  "and people": newIssuePlace(names(3, 2)),
};

test.each(Object.entries(all))("%s is valid against GitHub's schema", (_name, document) => {
  expect(createGraphqlValidator().validateGraphqlDocument(document)).toEqual([]);
});
