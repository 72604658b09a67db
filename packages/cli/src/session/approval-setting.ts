import { dirname, resolve } from "node:path";
import { configPath } from "@klingkit/engine/jobs";
import { type Profile, readConfigFile } from "../config/config-file.ts";
import type { Deps } from "../deps.ts";

/** Whose approvals count for this process. */
export interface ApprovalSetting {
  readonly rule: "any" | "person";
  /** File that asks for a person. */
  readonly source?: string;
  /** The only policy file that may approve under it. Absent: every one. */
  readonly policyFile?: string;
  /** The policy file whose limits apply, as it was named. Absent: none. */
  readonly limitsFile?: string;
}

/**
 * Reads who may approve. A file that asks for a person is obeyed whichever profile it names, and beside the file that the
 * environment leads to, those in fixed places count: no flag and no variable of the process lowers what they say.
 */
export function readApprovalSetting({
  env,
  fixedConfigPaths,
}: Pick<Deps, "env" | "fixedConfigPaths">): ApprovalSetting {
  for (const source of new Set([...fixedConfigPaths(), configPath(env)])) {
    const strict = Object.values(readConfigFile(source)).find(asksForPerson);
    if (!strict) continue;
    const policy = strict.policy?.trim();
    return { rule: "person", source, ...(policy ? { policyFile: resolve(dirname(source), policy) } : {}) };
  }
  return { rule: "any" };
}

const asksForPerson = ({ approvals }: Profile): boolean => approvals === "person";
