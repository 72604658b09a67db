import { KlingkitVideoError } from "@klingkit/ai-sdk";

/** The error of a call that must fail, as what this provider throws. */
export async function caught(call: Promise<unknown>): Promise<KlingkitVideoError> {
  const error = await call.then(
    () => new Error("the call did not fail"),
    (reason: unknown) => reason,
  );
  if (KlingkitVideoError.isInstance(error)) return error;
  throw error;
}
