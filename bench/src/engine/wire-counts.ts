/** Requests that left for the service. */
export interface WireCounts {
  readonly creates: number;
  readonly reads: number;
  /** Requests for result files, which are no API requests. */
  readonly files: number;
}

/** Counts what the engine sends; nothing below it repeats a request. */
export function createWireCounter() {
  let creates = 0;
  let reads = 0;
  let files = 0;
  const api: typeof fetch = (input, init) => {
    if (init?.method === "POST") creates += 1;
    else reads += 1;
    return fetch(input, init);
  };
  const file: typeof fetch = (input, init) => {
    files += 1;
    return fetch(input, init);
  };
  return { api, file, counts: (): WireCounts => ({ creates, reads, files }) };
}
