import { describe, expect, test } from "vitest";
import {
  chromaQpFor,
  createQuantisation,
  forwardTransform,
  inverseTransform,
  quantiseAc,
} from "./transform.ts";

describe("transform", () => {
  test("puts a flat block into its DC coefficient alone", () => {
    const block = new Int32Array(16).fill(5);
    forwardTransform(block, 0);
    expect(Array.from(block)).toEqual([80, ...new Array(15).fill(0)]);
  });

  test.each([0, 7, 18, 26, 40])("comes back within the quantiser's step at qp %i", (qp) => {
    const samples = Array.from({ length: 16 }, (_, index) => ((index * 37) % 64) - 32);
    const quantisation = createQuantisation(qp);
    const block = Int32Array.from(samples);
    forwardTransform(block, 0);
    const levels = block.map((coefficient, index) => quantiseAc(coefficient, index, quantisation));
    const restored = levels.map((level, index) => level * (quantisation.inverseFactors[index] ?? 0));
    inverseTransform(restored, 0);
    const stepSize = 0.625 * 2 ** (qp / 6);
    for (const [index, sample] of samples.entries()) {
      expect(Math.abs((restored[index] ?? 0) - sample)).toBeLessThanOrEqual(Math.ceil(1.5 * stepSize));
    }
  });

  test("gives chroma a lower parameter from 30 on", () => {
    expect([0, 29, 30, 35, 39, 51].map(chromaQpFor)).toEqual([0, 29, 29, 33, 35, 39]);
  });
});
