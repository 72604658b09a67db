import { DOCUMENTED_PATHS, OPERATIONS, RETIRED_PATHS } from "@klingkit/spec";
import { expect, it } from "vitest";
import { createTestEmulator } from "../testing/test-emulator.ts";

/** The first documented path of tasks that no descriptor has; none once all are described. */
const LACKING = DOCUMENTED_PATHS.find(
  ({ path, kind }) =>
    kind === "task" &&
    !RETIRED_PATHS.includes(path) &&
    !OPERATIONS.some((operation) => operation.path === path),
)?.path;

it.skipIf(LACKING === undefined)(
  "tells an endpoint that it lacks from a path that does not exist, and journals both",
  async () => {
    const { call, control } = await createTestEmulator();
    const lacking = await call("POST", LACKING ?? "", {});
    expect(lacking).toMatchObject({ status: 404, body: { code: 1203 } });
    expect(lacking.body.message).toBe(
      `Not emulated: Kling has POST ${LACKING}, this emulator does not. Nothing was created.`,
    );
    const unknown = await call("GET", "/v1/models");
    expect(unknown).toMatchObject({ status: 404, body: { code: 1203 } });
    expect(unknown.body.message).toBe("The requested resource does not exist: /v1/models");
    expect(control.journal()).toMatchObject({
      creates: 1,
      refused: 1,
      accepted: 0,
      notEmulated: 1,
      unknownPaths: 1,
      entries: [
        { method: "POST", path: LACKING, outcome: "not emulated", isCreate: true },
        { method: "GET", path: "/v1/models", outcome: "no such path", isCreate: false },
      ],
    });
  },
);

it.each([
  ["a model that the path does not take", "/text-to-video/kling-9", { prompt: "x" }, 1201],
  ["a retired path", RETIRED_PATHS[0] ?? "", {}, 1201],
  ["a body that is no JSON", "/text-to-video/kling-3.0", "{", 1200],
])("counts a create that is refused for %s", async (_, path, body, code) => {
  const { call, control } = await createTestEmulator();
  expect((await call("POST", path, body)).body.code).toBe(code);
  expect(control.journal()).toMatchObject({ creates: 1, refused: 1, accepted: 0 });
});

it("counts creates that a credential or a fault refuses", async () => {
  const { call, control } = await createTestEmulator({
    faults: [{ nth: 1, action: { type: "business-error", code: 1303 } }],
  });
  await call("POST", "/text-to-video/kling-3.0", { prompt: "x" });
  await call("POST", "/text-to-video/kling-3.0", { prompt: "x" }, { authorization: null });
  await call("POST", "/text-to-video/kling-3.0", { prompt: "x" });
  const { entries, ...counts } = control.journal();
  expect(counts).toMatchObject({ creates: 3, refused: 2, accepted: 1 });
  expect(entries.map(({ outcome }) => outcome)).toEqual(["refused 1303", "refused 1001", "accepted"]);
});
