/** On which hosts GitHub's published limits hold. */

/** True for github.com and ghe.com. GitHub Enterprise Server has no rate limits unless its operator sets some. */
export function hasPublishedLimits(apiUrl: string): boolean {
  const { hostname } = new URL(apiUrl);
  return hostname === "api.github.com" || hostname.endsWith(".ghe.com");
}
