/** Global ids, as GraphQL and `node_id` use them. */

/** The global id of a row: opaque, stable, and decodable by `parseNodeId`. */
export function nodeId(kind: string, id: number): string {
  return `${kind}_${Buffer.from(String(id)).toString("base64url")}`;
}

/** The kind and number in a global id; null when it is none of ours. */
export function parseNodeId(text: string): { readonly kind: string; readonly id: number } | null {
  const match = /^([A-Za-z]+)_([\w-]+)$/.exec(text);
  const id = Number(Buffer.from(match?.[2] ?? "", "base64url").toString());
  return match?.[1] === undefined || !Number.isInteger(id) || id <= 0 ? null : { kind: match[1], id };
}
