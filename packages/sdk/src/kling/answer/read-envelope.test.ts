import { envelope } from "@klingkit/spec";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readEnvelope } from "./read-envelope.ts";

const oneOfField = (...values: readonly unknown[]) => fc.constantFrom(...values);
const answers = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      code: oneOfField(0, 1201, -1, 1.5, null, true, "", "ok", [], Number.POSITIVE_INFINITY),
      message: oneOfField("SUCCEED", "", null, 0, {}),
      request_id: oneOfField("request-1", null, 7, []),
      data: fc.jsonValue(),
      extra: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
);

test("reads an envelope exactly where spec's schema sees one", () =>
  fc.assert(
    fc.property(answers, (answer) => {
      const { success, data } = envelope.safeParse(answer);
      const expected = success && {
        code: data.code,
        message: data.message ?? undefined,
        requestId: data.request_id ?? undefined,
        data: data.data,
      };
      expect(readEnvelope(answer) ?? false).toEqual(expected);
    }),
  ));

test("takes a code that is spelt as text", () => expect(readEnvelope({ code: "1303" })?.code).toBe(1303));
