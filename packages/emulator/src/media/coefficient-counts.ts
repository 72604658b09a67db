import type { Plane } from "./picture.ts";

/** How many coefficients each 4 × 4 block of a plane has: the context from which CAVLC chooses its tables. */
export interface CoefficientCounts {
  /** nC (§9.2.1) for the block at these coordinates, in units of 4 × 4 blocks. */
  contextAt(blockX: number, blockY: number): number;
  set(blockX: number, blockY: number, count: number): void;
}

export function createCoefficientCounts(plane: Plane): CoefficientCounts {
  const stride = plane.width >> 2;
  const counts = new Uint8Array(stride * (plane.height >> 2));
  return {
    contextAt(blockX, blockY) {
      const at = blockY * stride + blockX;
      if (blockX > 0 && blockY > 0) return ((counts[at - 1] ?? 0) + (counts[at - stride] ?? 0) + 1) >> 1;
      return (blockX > 0 ? counts[at - 1] : blockY > 0 ? counts[at - stride] : 0) ?? 0;
    },
    set(blockX, blockY, count) {
      counts[blockY * stride + blockX] = count;
    },
  };
}
