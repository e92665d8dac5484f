/** Who counts as somebody who took part. */
import { expect, test } from "vitest";
import { peopleIn } from "#src/timeline/people-in.ts";

test("people, and neither bots, nor alerts, nor what was told without a name", () => {
  const entries = ["bob", null, "aftercare[bot]", "alertmanager", "ana", "bob"].map((by) => ({ by }));
  expect(peopleIn(entries)).toEqual(["bob", "ana", "bob"]);
});
