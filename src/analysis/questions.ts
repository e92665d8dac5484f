/** The questions of an analysis: one short prompt a section, in words that lead to conditions and not to people. */

/** Sections that a reader needs first. */
export const QUESTIONS_BEFORE_TIMELINE = sections([
  [
    "Summary",
    "Two or three sentences for somebody who was not there: what users saw, what made it possible, how it ended.",
  ],
  ["Impact", "Who felt what, how many, for how long? Where do the numbers come from?"],
]);

/** Everything that the timeline gives rise to. */
export const QUESTIONS_AFTER_TIMELINE = [
  sections([
    ["Detection", "What told us? What could have told us sooner, or told somebody who could act?"],
    [
      "Response",
      "What did people see, try and rule out? What slowed them down: access, missing graphs, unclear ownership?",
    ],
    ["Recovery", "What ended the impact, and how did we know that it had ended?"],
  ]),
  `## Five whys

*Begin with what users felt and ask “how was that possible?” until you reach something in the system that can be changed. Branch where several things had to come together; five is not a quota.*

- Why …?
  - Because …
    - Because …`,
  `## Contributing factors

### Trigger

*What set it off? It is rarely the cause.*

- …

### Causes

*Which conditions made it possible? One a line, each with its item or the reason why there is none: \`Config: the pool had no upper limit → #12\`, \`Dependency: the provider was down → no action, because we accept an hour a year\`. The kind before it helps to compare over the years: detection, knowledge, config, capacity, dependency, code, change, process, tooling, environment.*

- …`,
  sections([
    ["Seen before?", "Has this, or something close to it, happened before? Was a fix already on a list?"],
    ["What went well", "What shortened it or kept it small? What should we keep?"],
    ["What was hard", "What was confusing, slow, tiring or missing?"],
    ["Where we were lucky", "What could have made it much worse, and did not?"],
  ]),
  `## Remediation items

Say each as a comment here; it becomes an issue of its own with an owner and a date, and its state is kept in a comment below.

\`\`\`
/pia add "Reject carts above 500 lines at the API" owner:@login due:14d priority:P1 type:prevent done-when:"A cart of 501 lines gets a 422 in the contract test"
\`\`\`

| type | asks |
|---|---|
| \`prevent\` | how do we rule out the whole class? |
| \`mitigate\` | how do we make the next one shorter or smaller? |
| \`detect\` | how do we notice sooner? |
| \`repair\`, \`investigate\`, \`process\` | what must be put right, understood, or agreed? |`,
  sections([["Lessons", "What should somebody on another team know who never reads the rest?"]]),
].join("\n\n");

/** The five questions of a near miss. */
export function nearMissQuestions(): string {
  return sections([
    ["What happened", "As it looked at the time."],
    ["What could have happened", "To whom, and how bad?"],
    ["What stopped it", "A check, a person who looked twice, luck?"],
    ["What we learned", "About the system, in a sentence or two."],
    ["What we change", 'Nothing is a fine answer. For an item: `/pia add "…" owner:@login due:28d type:prevent`.'],
  ]);
}

function sections(list: readonly (readonly [title: string, prompt: string])[]): string {
  return list.map(([title, prompt]) => `## ${title}\n\n*${prompt}*\n`).join("\n");
}
