/** Colours of a chart that mermaid draws: its own first one can hardly be seen on white. */

/** The line that goes before `xychart-beta`. @param colours as `#rrggbb`, in the order of the rows */
export function chartColours(...colours: readonly string[]): string {
  return `%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "${colours.join(", ")}"}}}}%%`;
}
