import type { TaskRecord } from "../world/tasks/task-record.ts";
import type { Call } from "./call.ts";
import type { EmulatedService } from "./emulated-service.ts";

/** The services that one emulator plays behind one address. */
export interface EmulatedServices {
  /** At least one; the first answers what no other one claims. */
  readonly all: readonly EmulatedService[];
  /** Which service a request is for. */
  ofCall(call: Call): EmulatedService;
  /** Which service a task was made in. */
  ofTask(task: TaskRecord): EmulatedService;
  /** A task of no account, whose files everybody may read. */
  findShared(taskId: string): TaskRecord | undefined;
}

/**
 * Routes by path, because the services' paths never collide. On a path that none of them has, the form of the credential
 * tells whose client is calling.
 */
export function createServices(first: EmulatedService, others: readonly EmulatedService[]): EmulatedServices {
  const all = [first, ...others];
  return {
    all,
    ofCall(call) {
      const owner = others.find((service) => service.ownsPath(call));
      if (owner) return owner;
      const claimant = others.find((service) => service.ownsCredential(call));
      return claimant === undefined || first.ownsPath(call) ? first : claimant;
    },
    findShared(taskId) {
      for (const { findShared } of all) {
        const task = findShared?.(taskId);
        if (task) return task;
      }
      return undefined;
    },
    ofTask: ({ family }) => all.find(({ families }) => families.includes(family)) ?? first,
  };
}
