import { expectTypeOf, test } from "vitest";
import { ceilingOf, type Estimate, type Price } from "../../operation/price.ts";

test("an estimate has no units before somebody looked whether they are known", () => {
  expectTypeOf<Estimate>().not.toHaveProperty("units");
  expectTypeOf(ceilingOf).returns.toEqualTypeOf<Price | undefined>();
  expectTypeOf<Extract<Estimate, { readonly isKnown: true }>>().toExtend<Price>();
});
