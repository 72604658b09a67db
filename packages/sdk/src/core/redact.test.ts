import { describe, expect, test } from "vitest";
import { redact } from "./redact.ts";

describe("redact", () => {
  test("removes API keys, webhook secrets, bearer values and tokens", () => {
    const token = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhayJ9.c2lnbmF0dXJl";
    const text = redact(
      `key api-key-kling-abc_DEF-123 secret whsec_dGVzdHNlY3JldA== header Bearer abc.def~1 token ${token}`,
    );
    expect(text).toBe("key api-key-kling-*** secret whsec_*** header Bearer *** token ***jwt***");
  });

  test("removes the exact keys of a client, wherever they stand", () => {
    expect(redact("iss=AK12 said AK12", { secrets: ["AK12", ""] })).toBe("iss=*** said ***");
  });

  test("keeps the address of a link and drops its signature and user", () => {
    expect(redact("see https://user:pass@p1.a.kwimgs.com/x/y.mp4?sig=abc&e=1 thanks")).toBe(
      "see https://***@p1.a.kwimgs.com/x/y.mp4?*** thanks",
    );
  });

  test("removes base64 with and without its data prefix", () => {
    const data = "iVBORw0KGgo".repeat(10);
    expect(redact(`image ${data}== and data:image/png;base64,${data}`)).toBe(
      "image ***data*** and ***data***",
    );
  });

  test("cuts what a prompt could be, by characters and not in the middle of one", () => {
    const text = redact("🦊".repeat(400));
    expect([...text]).toHaveLength(301);
    expect(text.endsWith("🦊…")).toBe(true);
  });

  test("leaves ordinary sentences alone", () => {
    const text = "Task not found by id/external id: 867283741759111202";
    expect(redact(text)).toBe(text);
  });
});
