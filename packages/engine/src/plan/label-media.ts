/** A payload with long media replaced by their labels, at any depth. */
export function labelMedia(payload: unknown, labels: ReadonlyMap<string, string>): unknown {
  if (typeof payload === "string") return labels.get(payload) ?? payload;
  if (Array.isArray(payload)) return payload.map((entry: unknown) => labelMedia(entry, labels));
  if (typeof payload !== "object" || payload === null) return payload;
  return Object.fromEntries(Object.entries(payload).map(([key, field]) => [key, labelMedia(field, labels)]));
}
