import { fuzzSessions } from "../../../tests/mcp/support/fuzz-sessions.ts";
import { atMost, type Measurement } from "../measure.ts";

const SESSIONS = 1000;
const SEED = 21;
const LONGEST_CALL_MS = 2000;

/** Agents that follow no rule at a server that asks before it buys. */
export async function measureMcpFuzz(): Promise<readonly Measurement[]> {
  const { calls, creates, unapproved, boughtTwice, leaks, broken, slowestMs } = await fuzzSessions(
    SESSIONS,
    SEED,
  );
  const detail = `${SESSIONS} sessions, ${calls} calls, ${creates} creates, seed ${SEED}`;
  return [
    atMost("MCP: creates without an approval that matches", unapproved.length, 0, "", detail),
    atMost("MCP: requests bought twice", boughtTwice.length, 0, "", detail),
    atMost(
      "MCP: secrets in results, and responses outside the protocol",
      leaks.length + broken.length,
      0,
      "",
      detail,
    ),
    atMost("MCP: slowest call that did not ask to wait", slowestMs, LONGEST_CALL_MS, "ms", detail),
  ];
}
