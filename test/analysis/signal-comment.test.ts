/** The error signal on the analysis: what it shows, and what it says of the gap between rise and alert. */
import { describe, expect, test } from "vitest";
import { signalComment, signalWindow } from "#src/analysis/signal-comment.ts";
import type { Moment } from "#src/incident/incident.ts";
import type { SignalAnswer } from "#src/timeline/signal.ts";
import { incident } from "#test/gate/facts-of.ts";

const TEN = Date.UTC(2026, 10, 20, 10) / 1000;
const at = (minutes: number) => TEN + minutes * 60;
const NOW = at(600);

function happened(moments: Partial<Record<Moment, number>>) {
  const stated = Object.entries(moments).map(([moment, minutes]) => [
    moment,
    { at: at(minutes), by: "bob", source: "" },
  ]);
  return { ...incident(398, 30), moments: Object.fromEntries(stated) };
}

/** One error a minute, and fifty from ten o'clock for half an hour. */
const RISES: SignalAnswer = {
  kind: "samples",
  step: 60,
  samples: Array.from({ length: 240 }, (_, index) => ({
    at: at(index - 120),
    value: index >= 120 && index < 150 ? 50 : 1,
  })),
};

function comment(moments: Partial<Record<Moment, number>>, answer: SignalAnswer = RISES): string {
  const known = happened(moments);
  const signal = { component: "checkout", expression: "sum(rate(errors[5m]))", answer };
  return signalComment(signal, known, signalWindow(known, NOW));
}

describe("the comment", () => {
  test("draws the signal and says when it rose", () => {
    const text = comment({ started: 0, detected: 2, mitigated: 30 });
    expect(text).toContain('\nxychart-beta\n    title "Errors of checkout"\n');
    expect(text).toContain(
      "They rose at 20 Nov 2026 10:00Z, were highest at 20 Nov 2026 10:00Z (50), and stood high until 20 Nov 2026 10:29Z.",
    );
    expect(text).toContain("It was detected within five minutes of the rise");
    expect(text).not.toContain("is said to have started");
  });

  test("names the gap to the alert, and the command that proposes an item", () => {
    const text = comment({ started: 0, detected: 14, mitigated: 30 });
    expect(text).toContain(
      'It was detected at 20 Nov 2026 10:14Z, 14 min after the rise. What could have told us then? To propose it: `/pia add "Alert on the errors of checkout within 5 minutes of a rise" type:detect`',
    );
  });

  test("asks when it was detected, where nobody has said so", () => {
    expect(comment({ started: 0, mitigated: 30 })).toContain("`/pia detected TIME`");
  });

  test("names a start that the errors do not bear out, with the command that corrects it", () => {
    expect(comment({ started: 20, detected: 21, mitigated: 30 })).toContain(
      "The incident is said to have started at 20 Nov 2026 10:20Z, 20 min after the rise. If the rise is right: `/pia started 2026-11-20T10:00Z`",
    );
  });

  test("errors that did not rise are a finding, too", () => {
    const flat: SignalAnswer = {
      kind: "samples",
      step: 60,
      samples: [
        { at: at(-10), value: 1 },
        { at: at(10), value: 1 },
      ],
    };
    expect(comment({ started: 0 }, flat)).toContain("They did not rise in this time.");
  });

  test("what could not be asked is said, with what to do", () => {
    const text = comment({ started: 0 }, { kind: "unusable", reason: "Prometheus says: <b>parse error</b> @alice" });
    expect(text).toContain("They could not be shown: Prometheus says: &lt;b&gt;parse error&lt;/b&gt; @\u200balice.");
    expect(text).toContain("`/pia graph`");
  });

  test("an expression cannot leave its code", () => {
    const signal = { component: "checkout", expression: "up`</sub> @all\n# big", answer: RISES };
    const text = signalComment(signal, happened({}), signalWindow(happened({}), NOW));
    expect(text).toContain("`up'</sub> @all # big`");
  });
});

describe("the time that is looked at", () => {
  test("begins two hours before the first moment and ends an hour after the mitigation", () => {
    expect(signalWindow(happened({ started: 0, detected: -10, mitigated: 30 }), NOW)).toEqual({
      from: at(-130),
      to: at(90),
    });
  });

  test("ends now while the incident lasts, and is a week at most", () => {
    const lasting = { ...happened({ started: 0 }), closedAt: null };
    expect(signalWindow(lasting, NOW).to).toBe(NOW);
    expect(signalWindow(lasting, NOW + 30 * 86_400)).toEqual({ from: at(-120), to: at(-120) + 7 * 86_400 });
  });
});
