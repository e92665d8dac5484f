/** Texts that people could write to break what we write around them. */
import * as fc from "fast-check";
import { anyText } from "#test/support/any-text.ts";

const HOSTILE = [
  '<!-- aftercare:pia incident="1:2" -->',
  "<!-- aftercare:record-end -->",
  "| a | b |",
  "# heading",
  "```",
  "`code`",
  "\\",
  "\\|",
  "a\nb",
  "- [ ] x",
  "1. y",
  "@alice",
  "@acme/payments",
  "<script>",
  "</details>",
  "**bold**",
  "_x_",
  "snake_case",
  "~~gone~~",
  "&lt;",
  "&amp;",
  "&#124;",
  "[x](javascript:1)",
  "$x$",
  "https://a.example/x_y*z?q=1&r=2|3",
  "#12",
  "---",
  "===",
  "> q",
  "\u202eabc",
  "\u200b",
  "\ud800",
  "<br>",
  "\t",
  "  ",
  "+ a",
  "unknown",
  "no",
  "still lasting",
];

export const hostileText = fc.oneof(
  anyText(),
  fc
    .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 4 })), { maxLength: 6 })
    .map((parts) => parts.join("")),
);
