/** Our drawings, with any text in them, in the mermaid that GitHub uses and in a real browser; skipped where either is not installed. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { faultTree, ishikawa, whyDrawing } from "#src/analysis/drawings.ts";
import { FACTOR_KINDS } from "#src/analysis/factor-vocabulary.ts";
import type { Factors } from "#src/analysis/factors.ts";
import type { WhyNode } from "#src/analysis/why-tree.ts";
import { timelinePicture } from "#src/timeline/timeline-picture.ts";
import { hostileText } from "#test/markdown/hostile-text.ts";
import { momentsOf } from "#test/timeline/timeline.ts";

// Not a dependency of the project: `npm ci --prefix tools/mermaid` brings it.
const MERMAID = fileURLToPath(
  new URL("node_modules/mermaid/dist/mermaid.min.js", new URL("../../tools/mermaid/", import.meta.url)),
);
const BROWSER = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));
const canDraw = existsSync(MERMAID) && BROWSER !== undefined;

const NASTY = [
  "end",
  "]]>",
  "</script><b>",
  "%%{init: {}}%%",
  "a --> b",
  'say "x"',
  "```",
  "subgraph x",
  "class A",
  ";",
  "#quot;",
  "日本語",
  "A(B)[C]{D}",
];
const text = fc.oneof(fc.constantFrom(...NASTY), hostileText);
const factors: fc.Arbitrary<Factors> = fc.record({
  triggers: fc.array(text, { maxLength: 2 }),
  causes: fc.array(
    fc.record({
      line: fc.constant(1),
      text,
      kind: fc.constantFrom(null, ...FACTOR_KINDS.map(({ kind }) => kind)),
      stated: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});
const leaf = text.map((said): WhyNode => ({ line: 1, question: null, text: said, children: [] }));
const why = fc
  .tuple(text, fc.array(leaf, { maxLength: 3 }))
  .map(([said, children]): WhyNode => ({ line: 1, question: null, text: said, children }));

/** The text between the fences, as GitHub hands it to mermaid. */
function sources(markdown: string): string[] {
  return [...markdown.matchAll(/```mermaid\n([\s\S]*?)\n```/g)].map((match) => match[1]!);
}

function drawings(): string[] {
  const scenes = fc.sample(fc.tuple(text, factors, fc.array(why, { minLength: 1, maxLength: 3 })), {
    numRuns: 25,
    seed: 11,
  });
  const moments = momentsOf({ started: "05:29", detected: "05:40", mitigated: "06:00" });
  return scenes.flatMap(([effect, found, whys]) =>
    [ishikawa(effect, found), faultTree(effect, found), whyDrawing(whys), timelinePicture(effect, moments)].flatMap(
      sources,
    ),
  );
}

test.skipIf(!canDraw)("each is drawn: no text breaks out of its place", { timeout: 180_000 }, async () => {
  const wanted = drawings();
  expect(wanted.length).toBeGreaterThan(80);
  const folder = mkdtempSync(join(tmpdir(), "aftercare-mermaid-"));
  const data = JSON.stringify(wanted).replaceAll("<", String.raw`\u003c`);
  const page = `<!doctype html><meta charset="utf-8"><body><script src="file://${MERMAID}"></script><script>
mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
(async () => {
  const said = [];
  for (const [index, source] of ${data}.entries()) {
    try { const { svg } = await mermaid.render("d" + index, source); if (!svg.includes("<svg") || /<script|onerror/i.test(svg)) said.push(index + ": no drawing"); }
    catch (error) { said.push(index + ": " + error.message); }
  }
  document.body.textContent = "FINISHED " + JSON.stringify(said);
})();
</script>`;
  try {
    const file = join(folder, "page.html");
    writeFileSync(file, page);
    const flags = [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--user-data-dir=${folder}`,
      "--virtual-time-budget=120000",
      "--dump-dom",
    ];
    const { stdout } = await promisify(execFile)(BROWSER!, [...flags, `file://${file}`], { maxBuffer: 2 ** 24 });
    expect(/FINISHED (\[.*?\])<\/body>/s.exec(stdout)?.[1]).toBe("[]");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
