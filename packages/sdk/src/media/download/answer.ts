/** An answer whose body has not been read yet. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /**
   * Hands over the body chunk by chunk and waits whenever `take` returns a promise.
   * @throws DownloadError KLINGKIT_DOWNLOAD_INTERRUPTED when the connection breaks; whatever `take` throws
   */
  pump(take: (chunk: Uint8Array) => Promise<void> | undefined): Promise<void>;
  /** Lets go of the connection, read to the end or not. */
  close(): void;
}

export interface GetOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** Aborting breaks the request and its body. */
  readonly signal: AbortSignal;
}

/** One GET: no redirects followed, no credentials. */
export type Get = (url: URL, options: GetOptions) => Promise<Answer>;
