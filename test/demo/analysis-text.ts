/** What the people of the demo write into their analysis, section by section. */

const SECTIONS = (first: number, second: number): Readonly<Record<string, string>> => ({
  Summary:
    "For 36 minutes nearly all card payments were answered with a 502. The payment provider had become slow; our client retried each call up to 100 times without a pause and filled the gateway's connection pool, so healthy calls waited as well. Turning the retries down ended it.",
  Impact:
    "About 5,400 of 5,600 card payments failed between start and mitigation (gateway log). 4,100 of them were made again within the hour. Search and the catalogue were not touched.",
  Detection:
    "Customer support saw it first, eight minutes in. The only alert on checkout watches its CPU, which was idle.",
  Response:
    "The provider's status page was still green, which cost ten minutes. Everybody had access; nobody knew where the number of retries is set.",
  Recovery:
    "Retries were set to 3 by a flag. Error rates were back to normal within two minutes, seen on the gateway's graph.",
  "Seen before\\?": "In March the same pool filled up when the bank was slow. The fix then was a larger pool.",
  "What went well":
    "The flag made it possible to change the number without a deploy. The hand-over to the evening shift lost nothing.",
  "What was hard": "Three dashboards, each with another time zone.",
  "Where we were lucky": "It was a Sunday. On a Friday evening the pool fills in seconds.",
  Lessons:
    "A retry without a pause and a limit turns somebody else's slow minute into our outage. Bound every retry by time, not by count, and watch what users get, not how busy the machine is.",
  Trigger: "- The payment provider answered in 8 s in place of 200 ms",
  Causes: [
    `- Code: the payment client retries 100 times without a pause, so a slow gateway becomes a flood → #${first}`,
    `- Detection: no alert watches the error rate of checkout; support noticed first → #${second}`,
    "- Capacity: all calls share one connection pool, so one slow provider holds up the others → no action, because with bounded retries it stays below half",
  ].join("\n"),
});

const WHYS = `- Card payments were answered with 502
  - The gateway's connection pool was full
    - Each slow call was retried up to 100 times at once
      - The client's retry has a count and no limit in time
    - All calls share one pool
  - Nobody was told for eight minutes
    - The alert on checkout watches the CPU, not what users get
`;

/** The body with all of it filled in below the template's questions; everything else stays as it is. */
export function writtenAnalysis(body: string, [first = 0, second = 0]: readonly number[]): string {
  const filled = Object.entries(SECTIONS(first, second)).reduce(
    (text, [title, words]) => text.replace(new RegExp(`^(#{2,3} ${title}\\n\\n\\*[^\\n]*\\n)`, "m"), `$1\n${words}\n`),
    body,
  );
  return filled.replaceAll(/\n\n- …(?=\n)/g, "").replace(/- Why …\?\n {2}- Because …\n {4}- Because …\n/, WHYS);
}
