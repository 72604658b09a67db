/** A request as a service needs it: free of any server, and cheap to make. */
export interface Call {
  readonly method: string;
  /** Path without query, still percent-encoded. */
  readonly path: string;
  /** Query string without `?`. */
  readonly search: string;
  readonly authorization: string | undefined;
  /** Any other header, by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  readonly readText: () => Promise<string>;
}

/** An answer whose body is JSON text. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  /** Beside type, length and date. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Splits a request target or URL; both forms arrive. */
export function splitTarget(target: string): { readonly path: string; readonly search: string } {
  const start = target.startsWith("/") ? 0 : Math.max(0, target.indexOf("/", target.indexOf("//") + 2));
  const hash = target.indexOf("#", start);
  const end = hash < 0 ? target.length : hash;
  const question = target.indexOf("?", start);
  if (question < 0 || question > end) return { path: target.slice(start, end), search: "" };
  return { path: target.slice(start, question), search: target.slice(question + 1, end) };
}
