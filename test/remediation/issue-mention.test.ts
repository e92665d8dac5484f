/** One mention of an issue, as people write it. */
import { expect, test } from "vitest";
import { readIssueMention } from "#src/remediation/issue-mention.ts";
import { repository } from "#test/command/world.ts";

const said: readonly [string, string | null][] = [
  ["#12", "acme/shop#12"],
  ["GH-12", "acme/shop#12"],
  ["acme/api#3", "acme/api#3"],
  ["mona_acme/api#3", "mona_acme/api#3"],
  ["https://github.com/acme/api/issues/3", "acme/api#3"],
  ["https://GitHub.com/acme/api/pull/3#issuecomment-1", "acme/api#3"],
  ["https://codeberg.org/acme/api/issues/3", null],
  ["12", null],
  ["#0", null],
  ["#12x", null],
  ["acme#12", null],
  ["", null],
];

test.each(said)("“%s” is %s", (text, expected) => {
  const issue = readIssueMention(text, repository);
  expect(issue && `${issue.owner}/${issue.repo}#${issue.number}`).toBe(expected);
});
