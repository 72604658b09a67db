import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

const BOOT_ID = "/proc/sys/kernel/random/boot_id";
const PID_NAMESPACE = "/proc/self/ns/pid";

let known: string | undefined;

/**
 * Names the space in which a process number means one process: the host and, on Linux, its boot and the namespace of numbers.
 * Containers may share a hostname, and cannot see each other's processes.
 */
export function processNamespace(): string {
  known ??= [
    hostname(),
    read(() => readFileSync(BOOT_ID, "utf8").trim()),
    read(() => readlinkSync(PID_NAMESPACE)),
  ]
    .filter((part) => part !== "")
    .join(" ");
  return known;
}

/** Empty where the system does not tell. */
function read(source: () => string): string {
  try {
    return source();
  } catch {
    return "";
  }
}

/** Whether a process of this namespace lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return typeof error === "object" && error !== null && "code" in error && error.code === "EPERM";
  }
}
