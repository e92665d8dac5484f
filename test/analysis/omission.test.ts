/** Facts told without a name, and the words that invite to them. */
import { expect, test } from "vitest";
import { addOmission, privateWords } from "#src/analysis/omission.ts";
import { emptyRecord, type RecordChange } from "#src/analysis/record.ts";
import { at } from "#test/timeline/timeline.ts";
import { INCIDENT } from "./analyses.ts";

const told = at("09:00");
const changed = (change: RecordChange) => {
  if (change.kind !== "changed") throw new Error(JSON.stringify(change));
  return change.record;
};

test("a fact is a note by nobody, at its time, or at that of telling where none is known", () => {
  const known = addOmission(emptyRecord(INCIDENT), {
    text: "the alert was muted",
    at: at("08:10"),
    unread: null,
    told,
  });
  expect(changed(known).notes).toEqual([
    { at: at("08:10"), by: "", text: "the alert was muted (told without a name)", source: "" },
  ]);
  const untimed = addOmission(emptyRecord(INCIDENT), { text: "a", at: null, unread: null, told });
  expect(changed(untimed).notes).toMatchObject([{ at: told, text: "at some time: a (told without a name)" }]);
  const unread = addOmission(emptyRecord(INCIDENT), { text: "a", at: null, unread: "at dawn", told });
  expect(changed(unread).notes[0]!.text).toBe("at “at dawn”: a (told without a name)");
});

test("the same is kept once; nothing, and a twenty-first, are refused", () => {
  let record = emptyRecord(INCIDENT);
  for (let n = 0; n < 20; n += 1)
    record = changed(addOmission(record, { text: `fact ${n}`, at: told, unread: null, told }));
  expect(addOmission(record, { text: "one more", at: told, unread: null, told }).kind).toBe("refused");
  const one = changed(addOmission(emptyRecord(INCIDENT), { text: "a", at: told, unread: null, told }));
  expect(addOmission(one, { text: "a", at: told, unread: null, told }).kind).toBe("unchanged");
  expect(addOmission(one, { text: "  ", at: told, unread: null, told }).kind).toBe("refused");
});

test.each([
  [null, null, ""],
  ["rita, rita@example.com", null, "You can tell rita, rita@example.com privately."],
  ["https://forms.example.com/a", null, "You can tell the facilitator [here](https://forms.example.com/a) privately."],
  [null, "https://a.example/omission/x", "You can [add it without your name](https://a.example/omission/x)"],
  [
    "rita",
    "https://a.example/omission/x",
    "Either [add it without your name](https://a.example/omission/x): it joins the timeline, and nobody learns from whom; or tell rita privately.",
  ],
  ["[x](javascript:1) @rita", null, "\\[x\\]"],
])("with contact %j and page %j", (contact, page, words) => {
  const text = privateWords({ contact, page });
  if (words === "") expect(text).toBe("");
  else expect(text).toContain(words);
});
