/** What was taken from one pack. */
export interface Charge {
  /** Undefined for an account that has no packs and may spend without end. */
  readonly pack?: { readonly id: string; readonly name: string };
  readonly unit: string;
  readonly units: number;
  /** Units of the pack before, undefined without a pack. */
  readonly unitsBefore?: number;
  /** Unix ms. */
  readonly atMs: number;
}
