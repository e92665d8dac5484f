/** The comment that shows a component's error signal around the incident: drawn, in words, and what its gap to the alert teaches. */
import { sayDuration } from "#src/calendar/duration.ts";
import { type Instant, sayInstant, type Seconds } from "#src/calendar/instant.ts";
import { type Marker, renderMarker } from "#src/effect/marker.ts";
import { type Incident, mitigationOf, startOf } from "#src/incident/incident.ts";
import { chartColours } from "#src/markdown/chart-colours.ts";
import { escapeText } from "#src/markdown/escape.ts";
import { findSpikes, type Sample, type SignalAnswer, type Spike, thinOut } from "#src/timeline/signal.ts";

/** From when to when the signal is looked at. */
export interface SignalWindow {
  readonly from: Instant;
  readonly to: Instant;
}

const BEFORE: Seconds = 7_200;
const AFTER: Seconds = 3_600;
const LONGEST: Seconds = 7 * 86_400;

/** Two hours before the first known moment until an hour after the mitigation, or until now while it lasts; a week at most. */
export function signalWindow(incident: Incident, now: Instant): SignalWindow {
  const stated = Object.values(incident.moments).map(({ at }) => at);
  const from = Math.min(startOf(incident).at, ...stated) - BEFORE;
  const end = mitigationOf(incident)?.at;
  return { from, to: Math.min(now, from + LONGEST, end === undefined ? Infinity : end + AFTER) };
}

/** A difference below this is no gap: people write minutes, and monitoring samples. */
const SMALL: Seconds = 300;
const MOST_POINTS = 60;

/** What the comment is made from. */
export interface Signal {
  readonly component: string;
  /** As it stands in the configuration. */
  readonly expression: string;
  readonly answer: SignalAnswer;
}

/** By which the comment is found again: one for each component. */
export function signalMarker(component: string): Marker {
  return { kind: "signal", keys: { component } };
}

/** The whole comment. */
export function signalComment(signal: Signal, incident: Incident, window: SignalWindow): string {
  const { component, answer } = signal;
  const title = `### Errors of ${component} around the incident`;
  const body =
    answer.kind === "unusable"
      ? `They could not be shown: ${escapeText(answer.reason)}. Mend that, then say \`/pia graph\` again.`
      : seen(signal, answer.samples, { incident, window });
  const source = `<sub>Prometheus, ${sayInstant(window.from)} to ${sayInstant(window.to)}: ${inCode(signal.expression)}. \`/pia graph\` draws it anew.</sub>`;
  return [renderMarker(signalMarker(component)), title, body, source].join("\n\n");
}

interface Scene {
  readonly incident: Incident;
  readonly window: SignalWindow;
}

function seen({ component }: Signal, samples: readonly Sample[], { incident, window }: Scene): string {
  const spikes = findSpikes(samples, window.from + BEFORE / 2);
  const [first] = spikes;
  if (!first) {
    return `${picture(component, samples)}\n\nThey did not rise in this time. If users were hurt all the same, this signal does not see it: which one would have?`;
  }
  const lines = [...spikes.map(saySpike), ...sayDetection(component, first, incident), ...sayStart(first, incident)];
  return `${picture(component, samples)}\n\n${lines.map((line) => `- ${line}`).join("\n")}`;
}

function saySpike({ from, to, peak }: Spike): string {
  return `They rose at ${sayInstant(from)}, were highest at ${sayInstant(peak.at)} (${sayValue(peak.value)}), and stood high until ${sayInstant(to)}.`;
}

/** Between the rise and the alert lies what better monitoring could save. */
function sayDetection(component: string, { from }: Spike, { moments }: Incident): readonly string[] {
  const detected = moments.detected?.at;
  if (detected === undefined) {
    return ["Nobody has recorded when it was detected: `/pia detected TIME` shows how long it went unseen."];
  }
  if (detected - from < SMALL) return ["It was detected within five minutes of the rise: the alerting did its part."];
  const gap = sayDuration(detected - from);
  return [
    `It was detected at ${sayInstant(detected)}, ${gap} after the rise. What could have told us then? To propose it: \`/pia add "Alert on the errors of ${component} within 5 minutes of a rise" type:detect\``,
  ];
}

function sayStart({ from }: Spike, incident: Incident): readonly string[] {
  const { at, assumed } = startOf(incident);
  if (Math.abs(at - from) < SMALL) return [];
  const word = assumed ? "is taken to have started" : "is said to have started";
  const order = at > from ? "after" : "before";
  return [
    `The incident ${word} at ${sayInstant(at)}, ${sayDuration(Math.abs(at - from))} ${order} the rise. If the rise is right: \`/pia started ${isoMinute(from)}\``,
  ];
}

/** xychart as mermaid 11.17 draws it. */
function picture(component: string, samples: readonly Sample[]): string {
  const points = thinOut(
    samples.filter(({ value }) => Number.isFinite(value)),
    MOST_POINTS,
  );
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last || first === last) return "";
  const minutes = Math.round((last.at - first.at) / 60);
  const top = Math.max(...points.map(({ value }) => value));
  return [
    "```mermaid",
    chartColours("#cf222e"),
    "xychart-beta",
    `    title "Errors of ${component}"`,
    `    x-axis "Minutes after ${sayInstant(first.at)}" 0 --> ${Math.max(1, minutes)}`,
    `    y-axis "Errors" 0 --> ${plain(top > 0 ? top : 1)}`,
    `    line [${points.map(({ value }) => plain(Math.max(0, value))).join(", ")}]`,
    "```",
  ].join("\n");
}

/** Without an exponent, which mermaid does not read. */
function plain(value: number): string {
  return Number(value.toPrecision(6)).toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 12 });
}

function sayValue(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

function isoMinute(at: Instant): string {
  return `${new Date(at * 1000).toISOString().slice(0, 16)}Z`;
}

/** Text that cannot end the code it stands in. */
function inCode(text: string): string {
  return `\`${text.replaceAll(/\s+/g, " ").replaceAll("`", "'").slice(0, 300)}\``;
}
