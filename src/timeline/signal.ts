/** The error signal of a component around an incident: when it rose, how far, and when it fell back. */
import type { Instant, Seconds } from "#src/calendar/instant.ts";

/** One sample of a signal. */
export interface Sample {
  readonly at: Instant;
  readonly value: number;
}

/** A stretch in which the signal stood well above its usual height. */
export interface Spike {
  readonly from: Instant;
  /** The last sample that stood above; equal to the end of the samples when it has not fallen back. */
  readonly to: Instant;
  readonly peak: Sample;
}

/** What was asked of the monitoring, and what it said. `unusable`: why there is no signal, in words. */
export type SignalAnswer =
  | { readonly kind: "samples"; readonly samples: readonly Sample[]; readonly step: Seconds }
  | { readonly kind: "unusable"; readonly reason: string };

/** Twice the usual height, at least six usual deviations above it, and a tenth of the highest peak: what people see as a spike. */
const TIMES_USUAL = 2;
const DEVIATIONS = 6;
const SHARE_OF_PEAK = 0.1;
/** One sample alone may be a hiccup of the measurement. */
const FEWEST_SAMPLES = 2;

/**
 * Spikes in order of time. The usual height is the median of the samples before `calmUntil` (all of them when there are none),
 * the usual deviation their median absolute deviation. A dip of one sample ends no spike.
 */
export function findSpikes(samples: readonly Sample[], calmUntil: Instant): readonly Spike[] {
  const known = samples.filter(({ value }) => Number.isFinite(value));
  const level = thresholdOf(known, calmUntil);
  const spikes: Sample[][] = [];
  let lastAbove = -Infinity;
  for (const [index, sample] of known.entries()) {
    if (sample.value <= level) continue;
    if (index - lastAbove <= FEWEST_SAMPLES) spikes.at(-1)!.push(sample);
    else spikes.push([sample]);
    lastAbove = index;
  }
  return spikes.filter((spike) => spike.length >= FEWEST_SAMPLES).map(toSpike);
}

function thresholdOf(samples: readonly Sample[], calmUntil: Instant): number {
  const calm = samples.filter(({ at }) => at < calmUntil);
  const values = (calm.length > 0 ? calm : samples).map(({ value }) => value);
  const usual = median(values);
  const deviation = median(values.map((value) => Math.abs(value - usual)));
  const peak = Math.max(0, ...samples.map(({ value }) => value));
  return Math.max(usual * TIMES_USUAL, usual + deviation * DEVIATIONS, peak * SHARE_OF_PEAK);
}

/** 0 of nothing. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function toSpike(samples: readonly Sample[]): Spike {
  const peak = samples.reduce((highest, sample) => (sample.value > highest.value ? sample : highest));
  return { from: samples[0]!.at, to: samples.at(-1)!.at, peak };
}

/** At most `most` samples, each the highest of its part, so that no peak is lost. */
export function thinOut(samples: readonly Sample[], most: number): readonly Sample[] {
  const size = Math.ceil(samples.length / most);
  if (size <= 1) return samples;
  const parts = Array.from({ length: Math.ceil(samples.length / size) }, (_, index) =>
    samples.slice(index * size, (index + 1) * size),
  );
  return parts.map((part) => part.reduce((highest, sample) => (sample.value > highest.value ? sample : highest)));
}
