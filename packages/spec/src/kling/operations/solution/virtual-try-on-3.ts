import * as s from "../../../schema/schema.ts";
import { optionalField } from "../../check/fields.ts";
import { poolOf } from "../../facts/pools.ts";
import { solution } from "../../solution/solution.ts";

const keeps = (what: string, otherwise: string) =>
  optionalField(s.boolean(), {
    description: `Keeps the ${what} of the person; otherwise ${otherwise}.`,
    serviceDefault: true,
  });

const image = (type: string, name: string, description: string) =>
  ({
    type,
    description,
    carries: { kind: "image", rule: "tryOn3Image" },
    min: 1,
    max: 1,
    // In the style of the sibling solutions: this page has no table of errors. @source INF
    sentences: {
      missing: `${name} image is missing. Please upload a ${name.toLowerCase()} image.`,
      tooMany: `Only one ${type} item is allowed in contents.`,
      unusable: `Unsupported ${name.toLowerCase()} image. Please check the image format, size and dimensions.`,
    },
  }) as const;

/** Dresses a person in a garment: Virtual Try-On 3.0. Answers with one image. */
export const virtualTryOn3 = /* @__PURE__ */ solution({
  path: "/solutions/virtual_try_on",
  title: "Virtual try-on 3.0",
  sdk: "tryOn",
  cli: "try-on",
  createdIdField: "task_id",
  contents: [
    image("product_image", "Product", "http(s) URL of a picture of the garment; base64 is not documented."),
    image("person_image", "Person", "http(s) URL of a picture of the person; base64 is not documented."),
  ],
  settings: () => ({
    keep_face: keeps("face", "it may change with the style"),
    keep_pose: keeps("pose", "it may adapt to the garment"),
    keep_background: keeps("background", "a fitting one is made"),
  }),
  watermark: "watermark",
  outcome: () => ({ results: [{ kind: "image" }], slots: 1, pool: poolOf("image") }),
  price: "Kling publishes no price for virtual try-on 3.0; the older try-on costs 20 image units",
  source: {
    confidence: "DOC",
    readOn: "2026-10",
    note: "current since 2026-09-15; slots and error texts INF",
  },
});
