import { ALLOW_HOST_FLAG } from "../../session/allow-hosts.ts";
import { CONNECTION_FLAGS } from "../../session/connection-flags.ts";
import { QUOTA_FLAG, SERVICE_FLAGS } from "../../session/engine-flags.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Plans cost nothing. A plan is bought only under the policy of --policy, or after a person approves it: in a form that the
agent's program shows, or with \`kling approve HASH\`. While the server runs, it also runs the jobs of this account.

Examples:
  kling mcp --emulated --always-ask
  kling mcp --policy policy.json --output-dir videos
  kling mcp --http 8788
  claude mcp add kling -- kling mcp --output-dir ~/videos

Over HTTP, KLING_MCP_TOKEN holds the token that clients send; without one, only this machine is served.`;

/** \`kling mcp\`. */
export const mcpRow: CommandRow = {
  words: ["mcp"],
  summary: "Serve agents over MCP; they buy nothing without approval",
  flags: [
    ["--output-dir <folder>", "Folder for the files (default: the current folder)"],
    ["--media-dir <folder>", "Folder of the images that agents may name (default: the current folder)"],
    ["--http <place>", "Serve HTTP at this port, or address and port, instead of stdio"],
    ["--policy <file>", "Policy file with limits and the least approval that counts (env: KLING_POLICY)"],
    ["--always-ask", "Ask for approval even if nothing is charged"],
    QUOTA_FLAG,
    ALLOW_HOST_FLAG,
    ...SERVICE_FLAGS,
    ...CONNECTION_FLAGS,
  ],
  help: EXAMPLES,
  load: async () => (await import("./mcp-run.ts")).runMcp,
};
