// Completes package-lock.json with the platform packages that the registry in use did not serve.
// Run it after `npm install <new dependency>`: npm drops an optional package it cannot read, and
// `npm ci` then refuses the lock file on every machine ("Missing: … from lock file").
import { readFileSync, writeFileSync } from "node:fs";
import * as z from "zod/mini";

const LOCK_FILE = "package-lock.json";
const MODULES = "node_modules/";

// Records, not objects: parsing keeps npm's key order, so that the file's diff stays small.
const lockFile = z.record(z.string(), z.unknown());
const lockPackages = z.record(z.string(), z.record(z.string(), z.unknown()));
const lockEntry = z.object({
  dev: z.optional(z.boolean()),
  optionalDependencies: z.optional(z.record(z.string(), z.string())),
});
type LockPackages = z.infer<typeof lockPackages>;

const OPERATING_SYSTEMS = [
  "android",
  "darwin",
  "freebsd",
  "linux",
  "openharmony",
  "win32",
  "aix",
  "sunos",
] as const;
const PROCESSORS = ["arm64", "arm", "x64", "ia32", "ppc64", "riscv64", "s390x", "loong64"] as const;

/** Optional platform packages that are named in the lock file but have no entry of their own. */
export function findMissingPlatformPackages(
  packages: LockPackages,
): { name: string; version: string; dev: boolean }[] {
  const missing = [];
  for (const entry of Object.values(packages)) {
    const { dev = false, optionalDependencies = {} } = lockEntry.parse(entry);
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const isExact = /^\d/.test(version);
      if (isExact && packages[`${MODULES}${name}`] === undefined) missing.push({ name, version, dev });
    }
  }
  return missing;
}

/** The platform fields npm reads before it decides to skip a package, taken from the package's name. */
function platformOf(name: string): { os: string[]; cpu: string[]; libc?: string[] } | undefined {
  const words = name.split(/[/-]/);
  const os = OPERATING_SYSTEMS.find((word) => words.includes(word));
  const cpu = PROCESSORS.find((word) => words.includes(word));
  if (os === undefined || cpu === undefined) return undefined;
  if (os !== "linux") return { os: [os], cpu: [cpu] };
  return { os: [os], cpu: [cpu], libc: [name.includes("musl") ? "musl" : "glibc"] };
}

/** Adds an entry for every optional platform package that has none. */
export function completePackages(packages: LockPackages): { packages: LockPackages; added: string[] } {
  const completed: LockPackages = { ...packages };
  const added = [];
  for (const { name, version, dev } of findMissingPlatformPackages(packages)) {
    const platform = platformOf(name);
    if (platform === undefined) continue;
    completed[`${MODULES}${name}`] = { version, ...(dev ? { dev } : {}), optional: true, ...platform };
    added.push(name);
  }
  const sorted = Object.entries(completed).sort(([a], [b]) => a.localeCompare(b, "en"));
  return { packages: Object.fromEntries(sorted), added };
}

/** Reads the checkout's lock file. Throws when it is not a lock file of npm 7 or newer. */
export function readLockPackages(): LockPackages {
  return lockPackages.parse(readLockFile()["packages"]);
}

function readLockFile(): Record<string, unknown> {
  const content: unknown = JSON.parse(readFileSync(LOCK_FILE, "utf8"));
  return lockFile.parse(content);
}

function completeLockFile(): void {
  const { packages, added } = completePackages(readLockPackages());
  if (added.length > 0)
    writeFileSync(LOCK_FILE, `${JSON.stringify({ ...readLockFile(), packages }, null, 2)}\n`);
  console.log(added.length === 0 ? "package-lock.json is complete" : `added ${added.join(", ")}`);
}

if (import.meta.main) completeLockFile();
