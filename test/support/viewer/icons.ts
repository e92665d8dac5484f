/** Small drawings, so that no page depends on the fonts of the machine. 16 by 16, in the colour of the text. */
import { html, trusted, type Html } from "./html.ts";

const RING = '<circle cx="8" cy="8" r="6.7" fill="none" stroke="currentColor" stroke-width="1.5"/>';
const BRANCH =
  '<g fill="none" stroke="currentColor" stroke-width="1.5"><circle cx="4" cy="3.2" r="1.8"/><circle cx="4" cy="12.8" r="1.8"/><circle cx="12" cy="12.8" r="1.8"/><path d="M4 5v6"/>';

const ICONS = {
  "issue-open": `${RING}<circle cx="8" cy="8" r="1.8" fill="currentColor"/>`,
  "issue-closed": `${RING}<path d="m5.2 8.2 2 2 3.6-4" fill="none" stroke="currentColor" stroke-width="1.5"/>`,
  "issue-skipped": `${RING}<path d="m4.6 11.4 6.8-6.8" stroke="currentColor" stroke-width="1.5"/>`,
  pull: `${BRANCH}<path d="M12 11V6c0-1.4-.8-2.2-2.2-2.2H7.4m2-2.2L7.2 3.8l2.2 2.2"/></g>`,
  merged:
    '<g fill="none" stroke="currentColor" stroke-width="1.5"><circle cx="4" cy="3.2" r="1.8"/><circle cx="4" cy="12.8" r="1.8"/><circle cx="12.2" cy="8.4" r="1.8"/><path d="M4 5v6M4.2 5c.8 2.2 3 3.4 6.2 3.4"/></g>',
  good: '<path d="m3 8.4 3.4 3.4L13 4.6" fill="none" stroke="currentColor" stroke-width="2"/>',
  bad: '<path d="m4 4 8 8m0-8-8 8" stroke="currentColor" stroke-width="2"/>',
  neutral: '<rect x="4.5" y="4.5" width="7" height="7" rx="1" fill="currentColor"/>',
  waiting: '<circle cx="8" cy="8" r="4" fill="currentColor"/>',
  comment:
    '<path d="M2 3.2h12v8H8.4L5.2 14v-2.8H2z" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round"/>',
} as const;

/** The name of a drawing. */
export type IconName = keyof typeof ICONS;

/** A drawing with words for those who cannot see it; without words it is decoration. */
export function icon(name: IconName, words = ""): Html {
  const label = words === "" ? trusted('aria-hidden="true"') : html`role="img" aria-label="${words}"`;
  return html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" ${label}>${trusted(ICONS[name])}</svg>`;
}
