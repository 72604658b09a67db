import { accessSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Debian keeps the server's programs out of PATH. */
const DEBIAN_FOLDER = "/usr/lib/postgresql";

/** Folder of `initdb` and `postgres`, or why there is none. */
export type FoundPostgres =
  | { readonly isFound: true; readonly folder: string }
  | { readonly isFound: false; readonly reason: string };

/** Looks for PostgreSQL in PATH and where Debian puts it. Starts nothing. */
export function findPostgres(): FoundPostgres {
  const inPath = (process.env["PATH"] ?? "").split(delimiter);
  const folder = [...debianFolders(), ...inPath].find(
    (candidate) =>
      candidate !== "" && ["initdb", "postgres"].every((name) => existsSync(join(candidate, name))),
  );
  if (folder === undefined) {
    return { isFound: false, reason: "PostgreSQL is not installed; npm test installs it as root on Debian" };
  }
  if (process.getuid?.() === 0 && serverUser() === undefined) {
    return {
      isFound: false,
      reason: "PostgreSQL does not run as root, and there is no user postgres or nobody",
    };
  }
  return { isFound: true, folder };
}

function debianFolders(): readonly string[] {
  try {
    accessSync(DEBIAN_FOLDER);
  } catch {
    return [];
  }
  const versions = readdirSync(DEBIAN_FOLDER).toSorted((left, right) => Number(right) - Number(left));
  return versions.map((version) => join(DEBIAN_FOLDER, version, "bin"));
}

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Whom root lends the server to; undefined where there is nobody. */
export function serverUser(): SystemUser | undefined {
  const lines = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const [, , uid, gid] =
    lines.find(([name]) => name === "postgres") ?? lines.find(([name]) => name === "nobody") ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}
