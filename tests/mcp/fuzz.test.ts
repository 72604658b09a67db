import { expect, it } from "vitest";
import { fuzzSessions } from "./support/fuzz-sessions.ts";

/** A bench row has a thousand: `npm run bench -- mcp-fuzz`. */
const SESSIONS = 60;
const LIMIT_MS = 120_000;

it(
  "buys nothing without an answer to its own question, nothing twice, and shows no secret, whatever agents send",
  async () => {
    const { creates, unapproved, boughtTwice, leaks, broken } = await fuzzSessions(SESSIONS, 12);

    expect({ unapproved, boughtTwice, leaks, broken }).toEqual({
      unapproved: [],
      boughtTwice: [],
      leaks: [],
      broken: [],
    });
    // Enough was bought for the rest to mean something.
    expect(creates).toBeGreaterThan(SESSIONS / 5);
  },
  LIMIT_MS,
);
