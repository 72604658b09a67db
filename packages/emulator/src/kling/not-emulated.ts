import { findDocumentedPath } from "@klingkit/spec";

export interface NotEmulated {
  /** Whether the service would have made something that costs. */
  readonly isCreate: boolean;
  readonly message: string;
}

/** A request for an endpoint that the service has and the emulator does not. */
export function findNotEmulated(method: string, path: string): NotEmulated | undefined {
  const documented = findDocumentedPath(path);
  if (documented === undefined) return undefined;
  const isPaid = documented.kind === "task" || documented.kind === "paid";
  return {
    isCreate: method === "POST" && isPaid && documented.path === path,
    message: `Not emulated: Kling has ${method} ${path}, this emulator does not. Nothing was created.`,
  };
}
