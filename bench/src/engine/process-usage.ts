import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const KB = 1024;

/** What a process of this machine uses, as Linux tells it. */
export interface ProcessUsage {
  readonly residentBytes: number;
  /** The most that was ever resident. */
  readonly peakBytes: number;
  /** Of all its threads, in ms. */
  readonly cpuMs: number;
}

/** Reads it; undefined once the process has ended. */
export function readUsage(pid: number): ProcessUsage | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const kilobytes = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) * KB;
    const residentBytes = kilobytes("VmRSS");
    // A process that has ended and was not waited for has no memory.
    return Number.isNaN(residentBytes)
      ? undefined
      : { residentBytes, peakBytes: kilobytes("VmHWM"), cpuMs: cpuMsOf(stat) };
  } catch {
    return undefined;
  }
}

/** Fields 14 and 15, counted behind the command's name, which may hold anything. @source proc_pid_stat(5) */
function cpuMsOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  return (ticks / ticksPerSecond()) * 1000;
}

const ticksPerSecond = (): number => Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
