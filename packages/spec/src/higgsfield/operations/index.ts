import type { HiggsfieldCreate, HiggsfieldOperation } from "../operation.ts";
import { ESTIMATE_PATH, estimateOf, HIGGSFIELD_CALLS } from "./control.ts";
import { MOTION_CONTROL } from "./motion-control.ts";
import { O3 } from "./o3.ts";
import { OMNI } from "./omni.ts";
import { V2_1 } from "./v2-1.ts";
import { V2_5_TURBO } from "./v2-5-turbo.ts";
import { V2_6 } from "./v2-6.ts";
import { V3_0 } from "./v3-0.ts";
import { V3_0_TURBO } from "./v3-0-turbo.ts";

/** Every endpoint of Kling models, current ones first: the one list that is kept by hand. */
export const HIGGSFIELD_CREATES: readonly HiggsfieldCreate[] = [
  ...V2_5_TURBO,
  ...V2_6,
  ...MOTION_CONTROL,
  ...V3_0,
  ...V3_0_TURBO,
  ...OMNI,
  ...O3,
  ...V2_1,
];

/** Every operation that is described here. */
export const HIGGSFIELD_OPERATIONS: readonly HiggsfieldOperation[] = [
  ...HIGGSFIELD_CREATES,
  ...HIGGSFIELD_CALLS,
];

/** Finds an endpoint by id, such as `kling-video/v2.6/pro/text-to-video`. */
export const findHiggsfieldCreate = (id: string): HiggsfieldCreate | undefined =>
  HIGGSFIELD_CREATES.find((operation) => operation.id === id);

/** Finds any operation by id. */
export const findHiggsfieldOperation = (id: string): HiggsfieldOperation | undefined =>
  HIGGSFIELD_OPERATIONS.find((operation) => operation.id === id);

export interface HiggsfieldMatch {
  readonly operation: HiggsfieldOperation;
  /** Value of `{id}` in the path, decoded. */
  readonly requestId?: string;
  /** Of an estimate: what would be created. Absent for an endpoint that is not described. */
  readonly estimates?: HiggsfieldCreate;
}

/** Finds the operation that responds to a method and a path without query. */
export function matchHiggsfield(method: string, path: string): HiggsfieldMatch | undefined {
  const prefix = ESTIMATE_PATH.replace("/{endpoint}", "");
  if (method === "POST" && path.startsWith(`${prefix}/`)) {
    const create = HIGGSFIELD_CREATES.find((one) => one.path === path.slice(prefix.length));
    const operation = estimateOf({ path: path.slice(prefix.length) });
    return { operation, ...(create ? { estimates: create } : {}) };
  }
  for (const operation of HIGGSFIELD_OPERATIONS) {
    if (operation.method !== method) continue;
    if (operation.path === path) return { operation };
    const requestId = idIn(operation.path, path);
    if (requestId !== undefined) return { operation, requestId };
  }
  return undefined;
}

function idIn(template: string, path: string): string | undefined {
  const [before, after] = template.split("{id}");
  if (before === undefined || after === undefined) return undefined;
  if (!path.startsWith(before) || !path.endsWith(after)) return undefined;
  const id = path.slice(before.length, path.length - after.length);
  if (id === "" || id.includes("/")) return undefined;
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
