/**
 * Thrown by a handler, or by the stream of a response body, to end the connection without a clean close.
 * The server destroys the socket; in process it looks like what `fetch` throws when that happens.
 */
export class ConnectionReset extends TypeError {
  override readonly name = "ConnectionReset";
  readonly code = "ECONNRESET";

  constructor() {
    super("fetch failed", { cause: Object.assign(new Error("connection reset"), { code: "ECONNRESET" }) });
  }
}
