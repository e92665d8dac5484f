/** Tells a condition of the system from a person: a cause that ends at somebody ends too early. */

const PERSON_ERROR = /\b(?:human|operator|user|pilot|engineer|developer) error\b/i;
const HANDLE = /(?<![A-Za-z0-9_/.:])@[A-Za-z0-9][\w-]*/;

const PERSON =
  "(?:i|we|he|she|they|you|someone|somebody|nobody|everyone|(?:the |an? |our |my |another )?(?:[a-z-]+ )?(?:engineer|developer|operator|admin|administrator|responder|colleague|employee|contractor|author|reviewer|maintainer|person|team|intern|sre|dba)s?)";

// Only verbs that say what a person did or left undone; "we had no alert" is a condition and stays.
const DEED =
  "(?:forgot|missed|overlooked|neglected|ignored|failed to|mistyped|misread|misconfigured|deleted|pushed|ran|merged|made an? (?:mistake|error)|(?:did not|didn't|never) (?!have)[a-z]+|should(?: not|n't)? have|could have|was careless|were careless|was not careful|were not careful)";

const PERSON_DID = new RegExp(
  `^(?:because |that |since |as )?${PERSON} (?:accidentally |simply |just |had )?${DEED}\\b`,
  "i",
);

/**
 * True when the sentence puts a person where a condition belongs: `@alice pushed it`, `human error`,
 * `the engineer forgot to …`. False for `we had no alert` and `the operator's console accepted it`. Meant for single causes and whys.
 */
export function namesPerson(text: string): boolean {
  const sentence = text.trim().replaceAll("’", "'");
  return PERSON_ERROR.test(sentence) || HANDLE.test(sentence) || PERSON_DID.test(sentence);
}
