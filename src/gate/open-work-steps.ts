/** What would close a piece of open work: the steps that several rules offer. */
import type { OpenWork } from "./evidence.ts";
import { sayReference, sayWork, type Voice } from "./voice.ts";

const MOST = 5;

/** One step for each piece of open work, the most urgent first; beyond five the rest is counted. */
export function stepsFor(works: readonly OpenWork[], voice: Voice): string[] {
  const steps = works.slice(0, MOST).map((work) => stepFor(work, voice));
  const more = works.length - MOST;
  return more > 0 ? [...steps, `The same for ${more} more, listed below.`] : steps;
}

/** The shortest step for the most urgent work: `close #412, or fix it here`; what else is open stands in the list of steps. */
export function firstStep(works: readonly OpenWork[], voice: Voice): string | null {
  const [first, ...others] = works;
  if (!first) return null;
  const reference = sayReference(voice, first.reference);
  if (first.what === "analysis") return `complete ${sayWork(voice, first)}`;
  if (first.state === "closed-without-reason") return `give a reason on ${reference}, or reopen it`;
  if (first.state === "done-unproven") return `show on ${reference} that it works`;
  if (first.state === "missing") return `restore ${reference}, or reject it with a reason`;
  return others.length === 0 ? `close ${reference}, or fix it here` : `close them, or fix ${reference} here`;
}

function stepFor(work: OpenWork, voice: Voice): string {
  const reference = sayReference(voice, work.reference);
  if (work.what === "analysis") {
    return [`Complete the analysis ${reference}.`, ...work.missing.slice(0, MOST)].join(" ");
  }
  if (work.state === "closed-without-reason") {
    return `${reference} was closed without a fix and without a reason: reopen it, or an owner of ${voice.component} says why with \`/pia reject ${reference} reason:"…"\`.`;
  }
  if (work.state === "missing") {
    return `${reference} can no longer be found (deleted, or moved out of sight): bring it back, or an owner of ${voice.component} says why it is not needed with \`/pia reject ${reference} reason:"…"\`.`;
  }
  if (work.state === "done-unproven") {
    return `${reference} was closed without a merged pull request or evidence: show that it works with \`/pia verify ${reference} evidence:URL\`.`;
  }
  return `Finish ${sayWork(voice, work)}: the pull request that says \`Fixes ${reference}\` is always allowed, and closing the item lifts this by itself.`;
}
