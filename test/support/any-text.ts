/** Any text at all, for laws. */
import fc from "fast-check";

/** As `fc.string({ unit: "binary" })`, whose alphabet takes three seconds to make in each process: any code points, lone surrogates included. */
export function anyText(constraints: fc.ArrayConstraints = {}): fc.Arbitrary<string> {
  const point = fc.oneof(fc.nat({ max: 0x7f }), fc.nat({ max: 0xffff }), fc.nat({ max: 0x10ffff }));
  return fc.array(point, constraints).map((points) => String.fromCodePoint(...points));
}
