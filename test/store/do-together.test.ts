/** Whoever asks for the same shares its doing, but only one that began after they asked. */
import { expect, test } from "vitest";
import { doTogether } from "#src/store/do-together.ts";

/** An act that ends when it is told to. */
function held() {
  const begun: { readonly key: string; end(): void; fail(error: Error): void }[] = [];
  const act = (key: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    begun.push({ key, end: resolve, fail: reject });
    return promise;
  };
  return { begun, ask: doTogether((key: string) => key, act) };
}

const settled = () => new Promise(setImmediate);

test("those who ask while it is done share the next time, which begins when the first has ended", async () => {
  const { begun, ask } = held();
  const ended: string[] = [];
  const first = ask("a").then(() => ended.push("first"));
  const others = [ask("a"), ask("a"), ask("a")].map((asking, index) => asking.then(() => ended.push(`other ${index}`)));
  await settled();
  expect(begun).toHaveLength(1);
  begun[0]!.end();
  await first;
  await settled();
  expect([begun.length, ended]).toEqual([2, ["first"]]);
  begun[1]!.end();
  await Promise.all(others);
  expect(ended).toEqual(["first", "other 0", "other 1", "other 2"]);
});

test("other keys do not wait, and later ones begin at once", async () => {
  const { begun, ask } = held();
  void ask("a");
  const other = ask("b");
  expect(begun.map(({ key }) => key)).toEqual(["a", "b"]);
  begun[1]!.end();
  await other;
  await settled();
  void ask("b");
  expect(begun.map(({ key }) => key)).toEqual(["a", "b", "b"]);
});

test("a failure is that of those whose doing it was; the next is done all the same", async () => {
  const { begun, ask } = held();
  const first = ask("a");
  const second = ask("a");
  begun[0]!.fail(new Error("away"));
  await expect(first).rejects.toThrow("away");
  await settled();
  begun[1]!.end();
  await expect(second).resolves.toBeUndefined();
});
