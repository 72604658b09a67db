import { randomBytes } from "node:crypto";
import { hostname } from "node:os";

/** Names one loop of this process in leases: two loops never take each other's jobs for their own. */
export const newOwner = (): string => `${hostname()}:${process.pid}:${randomBytes(6).toString("hex")}`;
