import { type Flag, REPEATED } from "./flag.ts";

export interface AllowHostOptions {
  readonly allowHost?: readonly string[];
}

/** Flag of commands that download results. */
export const ALLOW_HOST_FLAG: Flag = [
  "--allow-host <host>",
  "Allow downloads from a host that is not public https, such as 10.0.0.7:8080 (env: KLING_ALLOW_HOSTS; repeatable)",
  REPEATED,
];

/** The flags again, for a command that is proposed. */
export const allowHostWords = ({ allowHost = [] }: AllowHostOptions): readonly string[] =>
  allowHost.flatMap((host) => ["--allow-host", host]);

/** What a refused download says about this command line. */
export const allowHostHint = (host: string): string => `If you trust ${host}, add \`--allow-host ${host}\`.`;
