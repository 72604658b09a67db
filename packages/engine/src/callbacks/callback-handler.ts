import { requireFields } from "../arguments/require-fields.ts";
import {
  CALLBACK_HANDLER_NAMES,
  type CallbackHandlerOptions,
  createCallbackJudge,
} from "./judge-callback.ts";

/**
 * Answers the service's callbacks inside any server that speaks `Request` and `Response`; `receive` is `engine.receive`.
 * 200: kept, or known already. 400: not accepted. 404: another path. 503: the store could not be written.
 */
export function createCallbackHandler(
  options: CallbackHandlerOptions,
): (request: Request) => Promise<Response> {
  requireFields("createCallbackHandler", options, { needs: ["receive"], known: CALLBACK_HANDLER_NAMES });
  const judge = createCallbackJudge(options);
  return async ({ method, url, headers, body }) => {
    const { status, text } = await judge({
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
