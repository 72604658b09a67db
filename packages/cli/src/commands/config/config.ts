import { CONFIG_KEYS } from "../../config/config-keys.ts";
import { JSON_FLAG, PROFILE_FLAG } from "../../session/connection-flags.ts";
import type { Flag } from "../../session/flag.ts";
import type { CommandRow } from "../command-row.ts";

const FLAGS: readonly Flag[] = [PROFILE_FLAG, JSON_FLAG];
const load = () => import("./config-run.ts");

/** `kling config set|get|unset|list|path`. Keys: see config-keys.ts. */
export const CONFIG_ROWS: readonly CommandRow[] = [
  {
    words: ["config"],
    summary: "Keep keys and settings in a file that only you can read",
    help: `\nKeys: ${Object.keys(CONFIG_KEYS).join(", ")}`,
  },
  {
    words: ["config", "set"],
    operands: "<key> [value]",
    summary: "Set a value; without one it is read from standard input",
    flags: FLAGS,
    load: async () => (await load()).runConfigSet,
  },
  {
    words: ["config", "get"],
    operands: "<key>",
    summary: "Show a value; keys are masked",
    flags: [...FLAGS, ["--reveal", "Show the key unmasked"]],
    load: async () => (await load()).runConfigGet,
  },
  {
    words: ["config", "unset"],
    operands: "<key>",
    summary: "Remove a value",
    flags: FLAGS,
    load: async () => (await load()).runConfigUnset,
  },
  {
    words: ["config", "list"],
    summary: "Show all values; keys are masked",
    flags: FLAGS,
    load: async () => (await load()).runConfigList,
  },
  {
    words: ["config", "path"],
    summary: "Show where the file is",
    flags: FLAGS,
    load: async () => (await load()).runConfigPath,
  },
];
