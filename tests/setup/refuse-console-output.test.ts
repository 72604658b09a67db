import { describe, expect, it, vi } from "vitest";

describe("the guard against unexpected output", () => {
  it.fails("fails a test that prints", () => {
    console.log("not expected");
  });

  it("lets a test expect output with a spy of its own", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    console.warn("expected");
    expect(warn).toHaveBeenCalledExactlyOnceWith("expected");
    vi.restoreAllMocks();
  });
});
