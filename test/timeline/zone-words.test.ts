/** Which offset a zone means, as people write it. */
import { expect, test } from "vitest";
import { offsetOfZone } from "#src/timeline/zone-words.ts";

test.each([
  ["UTC", 0],
  ["Z", 0],
  ["cet", 60],
  ["PDT", -420],
  ["+01:00", 60],
  ["-0730", -450],
  ["−05:00", -300],
  ["UTC+2", 120],
  ["GMT -3", -180],
  ["CST", null],
  ["IST", null],
  ["PT", null],
  ["Europe/London", null],
  ["local", null],
])("%s", (zone, minutes) => {
  expect(offsetOfZone(zone)).toBe(minutes === null ? null : minutes * 60);
});
