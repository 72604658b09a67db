import { type CallbackDeskOptions, createCallbackDesk } from "./callback-desk.ts";

/**
 * Answers the service's callbacks inside any server that speaks `Request` and `Response`; `receive` is `engine.receive`.
 * 200: kept, or known already. 400: not believed. 404: another path. 503: the store could not be written.
 */
export function createCallbackHandler(options: CallbackDeskOptions): (request: Request) => Promise<Response> {
  const desk = createCallbackDesk(options);
  return async ({ method, url, headers, body }) => {
    const { status, text } = await desk({
      method,
      path: new URL(url).pathname,
      headers,
      body: body ?? NO_BODY,
    });
    return new Response(`${text}\n`, { status });
  };
}

const NO_BODY: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
};
