import { requireText } from "../../require-arguments.ts";
import { PATH_ALIASES } from "../families/service.ts";
import type { Operation } from "../operation.ts";
import { OPERATIONS } from "../operations/index.ts";

export interface Match {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the operation that answers a method and a path; ids come back decoded. */
export function matchOperation(method: string, asked: string): Match | undefined {
  const path = PATH_ALIASES[asked] ?? asked;
  for (const operation of OPERATIONS) {
    if (operation.method !== method) continue;
    const params = matchPath(operation.path, path);
    if (params) return { operation, params };
  }
  return undefined;
}

/** Whether some operation lives at the path, whatever the method. */
export function isKnownPath(asked: string): boolean {
  requireText("isKnownPath", { asked });
  const path = PATH_ALIASES[asked] ?? asked;
  return OPERATIONS.some((operation) => matchPath(operation.path, path) !== undefined);
}

function matchPath(template: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = template.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? "";
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) {
      if (part !== value) return undefined;
    } else if (value === "") return undefined;
    else params[name] = decode(value);
  }
  return params;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // A stray percent sign is part of the id that the caller meant.
    return value;
  }
}
