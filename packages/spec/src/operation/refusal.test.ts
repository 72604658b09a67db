import { describe, expect, it } from "vitest";
import { mayHaveChargedByStatus } from "./refusal.ts";

describe("a create without a readable code", () => {
  it.each([400, 401, 403, 404, 429])("HTTP %i is a refusal", (status) =>
    expect(mayHaveChargedByStatus(status)).toBe("no"),
  );
  it.each([200, 302, 408, 500, 502, 503, 504])("HTTP %i may have made a task", (status) =>
    expect(mayHaveChargedByStatus(status)).toBe("unknown"),
  );
});
