/** One request, as another program sends it. */
export interface ServerCall {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One after the other, each to the end of its response; some faults leave none. */
export async function callServer(baseUrl: string, calls: readonly ServerCall[]): Promise<void> {
  for (const { method, path, headers = {}, body } of calls) {
    const response = await fetch(`${baseUrl}${path}`, { method, headers, ...(body ? { body } : {}) }).catch(
      () => {},
    );
    await response?.arrayBuffer();
  }
}
