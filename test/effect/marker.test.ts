/** Markers: found again whatever they hold, and never taken from text that only looks alike. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findMarker, findMarkers, renderMarker } from "#src/effect/marker.ts";

const keys = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ unit: "grapheme" }), { maxKeys: 4 });
const kind = fc.stringMatching(/^[a-z]{2,12}$/);

describe("render and find", () => {
  test("what was rendered is found with the same keys, whatever they hold", () => {
    fc.assert(
      fc.property(kind, keys, fc.string(), (name, values, around) => {
        const rendered = renderMarker({ kind: name, keys: values });
        const text = `${around.replaceAll("<!--", "")}\n${rendered}\n${around.replaceAll("<!--", "")}`;
        expect(findMarkers(text)).toEqual([{ kind: name, keys: { ...values } }]);
      }),
    );
  });

  test("a value cannot end the HTML comment that holds it", () => {
    const rendered = renderMarker({ kind: "item", keys: { source: '1" --> <b>bold</b>' } });
    expect(rendered.indexOf("-->")).toBe(rendered.length - 3);
  });

  test.each([
    ["another product's comment", '<!-- other:pia incident="1" -->'],
    ["an unfinished one", '<!-- aftercare:pia incident="1"'],
    ["a broken escape", '<!-- aftercare:pia incident="%E0%A4%A" -->'],
  ])("%s is no marker", (_name, text) => {
    expect(findMarkers(text)).toEqual([]);
  });

  test("a marker is found by those of its keys that were asked for", () => {
    const text = [
      renderMarker({ kind: "pia", keys: { incident: "1:7" } }),
      renderMarker({ kind: "pia", keys: { incident: "1:8", n: "2" } }),
    ].join("\n");
    expect(findMarker(text, "pia", { incident: "1:8" })?.keys["n"]).toBe("2");
    expect(findMarker(text, "pia", { incident: "1:9" })).toBeUndefined();
    expect(findMarker(text, "record")).toBeUndefined();
  });
});
