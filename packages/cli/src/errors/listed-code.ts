import type { ErrorCode } from "./codes/error-codes.ts";

/**
 * A code that the engine, the SDK or a store brought along as text. `codes/` lists those, too; nothing checks it when it runs, because
 * the lists are loaded only when somebody looks a code up.
 */
export const listedCode = (code: string): ErrorCode => code as ErrorCode;
