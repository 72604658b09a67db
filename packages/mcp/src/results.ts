import type { CallToolResult } from "@modelcontextprotocol/server";

export interface ResourceLink {
  readonly uri: string;
  readonly name: string;
  readonly mimeType: string;
}

type Data = Readonly<Record<string, unknown>>;

/** A tool's result as data, as text for clients that read no data, and links to what it is about. */
export function resultOf(data: Data, links: readonly ResourceLink[] = []): CallToolResult {
  return {
    content: [
      { type: "text", text: JSON.stringify(data) },
      ...links.map((link) => ({ type: "resource_link" as const, ...link })),
    ],
    structuredContent: data,
  };
}

export interface Failure {
  /** Stable, such as `plan_not_found`. */
  readonly code: string;
  /** What went wrong, whether money may have been spent, and what to do. */
  readonly message: string;
}

/**
 * A result that tells the model what to do differently. Nothing was spent by the call, unless `may_have_charged` says otherwise. As text
 * alone: clients hold data against the tool's schema even where a result is an error, and would show only that it does not fit.
 */
export function failureOf({ code, message, ...more }: Failure & Data): CallToolResult {
  const data = { error: { code, message, may_have_charged: "no", ...more } };
  return { content: [{ type: "text", text: JSON.stringify(data) }], isError: true };
}
