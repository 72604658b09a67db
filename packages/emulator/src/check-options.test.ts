import { expect, it } from "vitest";
import { createEmulator } from "./emulator.ts";
import { startEmulator } from "./start-emulator.ts";

/** As a test without types calls it. */
const untyped = (value: unknown): never => value as never;

it.each([
  [{ clok: "frozen" }, "createEmulator: clok is not an option. Did you mean clock?"],
  [{ clock: "froze" }, "createEmulator: clock: "],
  [{ services: "x" }, "createEmulator: services: "],
  [{ concurrency: -1 }, "createEmulator: concurrency: "],
  [{ packs: [{ units: 3 }] }, "createEmulator: packs.0.name: "],
  [{ keys: [{ apiKy: "x" }] }, "createEmulator: keys.0.apiKy is not an option."],
  [{ look: "x" }, "createEmulator: look: "],
  [{ switches: { nope: 1 } }, "createEmulator: switches.nope is not an option."],
  [{ higgsfield: { nope: 1 } }, "createEmulator: higgsfield.nope is not an option."],
  [{ higgsfield: { switches: { nope: 1 } } }, "createEmulator: higgsfield.switches.nope is not an option."],
  [{ transitions: { mode: "read", reads: 1 } }, "createEmulator: transitions"],
  [{ durations: { "*": { generationMs: 1 } } }, "createEmulator: durations.*.clipSeconds: "],
  [{ faults: [{ action: { type: "nope" } }] }, "fault rule 0, action.type: "],
])("refuses the options %j in process, as over HTTP", async (options, message) => {
  await expect(createEmulator(untyped(options))).rejects.toThrow(message);
  await expect(startEmulator(untyped(options))).rejects.toThrow(message);
});

it("refuses what the control does not know", async () => {
  const { control, close } = await createEmulator({ clock: "frozen" });
  expect(() => control.setPacks(untyped([{ units: 3 }]))).toThrow("setPacks: packs.0.name: ");
  expect(() => control.addKey(untyped({ apiKy: "x" }))).toThrow(
    "addKey: apiKy is not an option. Did you mean apiKey?",
  );
  expect(() => control.setTask("1", untyped({ to: "zap" }))).toThrow("setTask: to: ");
  expect(() => control.addElement(untyped({ elementId: "1", kind: "vidoe" }))).toThrow("addElement: kind: ");
  expect(control.setTask("nope", { to: "fail" })).toBe(false);
  control.setPacks(undefined);
  await close();
});
