import { describe, expect, it } from "vitest";
import { parseFaults, parseFaultsText } from "../../parse-faults.ts";
import { type FaultRule, InvalidFaultsError } from "./fault-rule.ts";
import { createFaults, type FaultEvent } from "./faults.ts";

const CREATE: FaultEvent = {
  method: "POST",
  path: "/v1/videos/text2video",
  model: "kling-v3",
  account: "a",
  operationId: "v1.text2video.create",
};
const RESET = { type: "reset-after-accept" } as const;

/** Types of the actions that so many equal requests meet. */
function run(rules: FaultRule[], count: number, event: FaultEvent = CREATE, seed = "s"): string {
  const faults = createFaults(rules, { seed });
  return Array.from({ length: count }, () => faults.match("request", event)?.type ?? "-").join(" ");
}

describe("createFaults", () => {
  it.each([
    ["nothing", {}, true],
    ["method", { method: "POST" }, true],
    ["another method", { method: "GET" }, false],
    ["path", { path: "/v1/videos/text2video" }, true],
    ["path with a star", { path: "/v1/*/text2video" }, true],
    ["path with a star that would cross a slash", { path: "/v1/*" }, false],
    ["path with two stars", { path: "/v1/**" }, true],
    ["path whose dots are literal", { path: "/v1/videos/text.video" }, false],
    ["model", { model: "kling-v*" }, true],
    ["another model", { model: "kling-v2" }, false],
    ["account", { account: "b" }, false],
    ["operation", { operationId: "v1.*.create" }, true],
    ["a field that the event lacks", { status: "**" }, false],
    ["all fields together", { method: "POST", account: "b" }, false],
  ] as const)("matches by %s", (_, match, isMatch) => {
    expect(run([{ match, action: RESET }], 1)).toBe(isMatch ? "reset-after-accept" : "-");
  });

  it("acts on every event, once with nth, and so often with times", () => {
    const latency = { type: "latency", latencyMs: 5 } as const;
    expect(run([{ action: latency }], 3)).toBe("latency latency latency");
    expect(run([{ nth: 2, action: latency }], 4)).toBe("- latency - -");
    expect(run([{ nth: 2, times: 2, action: latency }], 4)).toBe("- latency latency -");
    expect(run([{ times: 1, action: latency }], 3)).toBe("latency - -");
  });

  it("counts an event for every matching rule, and lets the first one act", () => {
    const rules: FaultRule[] = [
      { nth: 1, action: { type: "malformed-json" } },
      { nth: 2, action: RESET },
      { times: 2, action: { type: "html-error", status: 502 } },
    ];
    expect(run(rules, 5)).toBe("malformed-json reset-after-accept html-error html-error -");
  });

  it("leaves the counters of other events alone", () => {
    const faults = createFaults([{ match: { path: "/tasks" }, nth: 1, action: RESET }], { seed: "s" });
    expect(faults.match("request", CREATE)).toBeUndefined();
    expect(faults.match("result", { ...CREATE, path: "/tasks" })).toBeUndefined();
    expect(faults.match("request", { ...CREATE, path: "/tasks" })).toEqual(RESET);
    expect(faults.hits()).toMatchObject([{ matched: 1, acted: 1 }]);
  });

  it("decides by the seed which share of the events is hit", () => {
    const rules: FaultRule[] = [{ probability: 0.3, action: RESET }];
    const first = run(rules, 1000);
    expect(run(rules, 1000)).toBe(first);
    expect(run(rules, 1000, CREATE, "other")).not.toBe(first);
    const hitCount = first.split(" ").filter((entry) => entry !== "-").length;
    expect(hitCount).toBeGreaterThan(240);
    expect(hitCount).toBeLessThan(360);
    expect(run([{ probability: 0, action: RESET }], 50)).not.toContain("reset");
    expect(run([{ probability: 1, action: RESET }], 50)).not.toContain("- ");
  });

  it("starts again with rules that replace the old ones", () => {
    const faults = createFaults([{ nth: 1, action: RESET }], { seed: "s" });
    faults.match("request", CREATE);
    faults.replace([{ nth: 1, action: { type: "malformed-json" } }]);
    expect(faults.match("request", CREATE)?.type).toBe("malformed-json");
    faults.replace([]);
    expect(faults.match("request", CREATE)).toBeUndefined();
    expect(faults.rules()).toEqual([]);
  });
});

describe("parseFaults", () => {
  it("reads a file with every kind of action", () => {
    const rules = parseFaultsText(
      JSON.stringify([
        { id: "slow", match: { path: "/tasks" }, action: { type: "latency", latencyMs: 200 } },
        { nth: 3, action: { type: "business-error", code: 1303, timing: "before" } },
        { action: { type: "fail-task", message: "Failure to pass the risk control system" } },
        { action: { type: "cut", atByte: 1000 } },
        { match: { status: "succeed" }, times: 1, action: { type: "callback-late", lateMs: 500 } },
      ]),
    );
    expect(rules.map((rule) => rule.action.type)).toEqual([
      "latency",
      "business-error",
      "fail-task",
      "cut",
      "callback-late",
    ]);
  });

  it.each([
    ["no list", {}, undefined, ""],
    ["no action", [{}], 0, "action"],
    ["an unknown action", [{ action: RESET }, { action: { type: "explode" } }], 1, "action.type"],
    ["a missing number", [{ action: { type: "latency" } }], 0, "action.latencyMs"],
    ["a negative number", [{ action: { type: "latency", latencyMs: -1 } }], 0, "action.latencyMs"],
    [
      "a code that the service does not have",
      [{ action: { type: "business-error", code: 1400 } }],
      0,
      "action.code",
    ],
    ["success as an error", [{ action: { type: "business-error", code: 0 } }], 0, "action.code"],
    ["a misspelt field", [{ match: { pth: "/x" }, action: RESET }], 0, "match.pth"],
    ["a misspelt option", [{ action: { ...RESET, afterMs: 1 } }], 0, "action.afterMs"],
    ["nth 0", [{ nth: 0, action: RESET }], 0, "nth"],
    ["a probability above 1", [{ probability: 1.5, action: RESET }], 0, "probability"],
  ])("refuses %s and says where", (_, rules, ruleIndex, field) => {
    const error = catchInvalid(() => parseFaults(rules));
    expect(error).toMatchObject({ code: "invalid_faults", ruleIndex, field });
    if (ruleIndex !== undefined) expect(error?.message).toContain(`fault rule ${ruleIndex}`);
    expect(error?.message).toContain(field);
  });

  it("lists what would pass", () => {
    expect(catchInvalid(() => parseFaults([{ action: { type: "x" } }]))?.message).toContain("html-error, ");
    expect(
      catchInvalid(() => parseFaults([{ action: { type: "business-error", code: 7 } }]))?.message,
    ).toContain("1302, 1303");
  });

  it("refuses a file that is not JSON", () => {
    expect(catchInvalid(() => parseFaultsText("- action: reset"))?.message).toContain("not valid JSON");
  });
});

function catchInvalid(run: () => unknown): InvalidFaultsError | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof InvalidFaultsError) return error;
    throw error;
  }
  return undefined;
}
