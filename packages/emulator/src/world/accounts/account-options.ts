/** A credential that the emulator knows. All kinds in one entry are one account: give each service an entry of its own. */
export interface KeyOption {
  readonly apiKey?: string;
  readonly accessKey?: string;
  readonly secretKey?: string;
  /** First half of a credential `id:secret`, which Higgsfield takes. */
  readonly keyId?: string;
  readonly keySecret?: string;
  /** Name of the account. Default: derived from the key, one account per entry. */
  readonly account?: string;
  /** Name of the key in the console, by which Kling's ledgers can be filtered. Default `default`. */
  readonly name?: string;
  /** Models that the key may use, by either name; others answer 1103. Default: all. */
  readonly models?: readonly string[];
}

/** A resource pack of units. */
export interface PackOption {
  readonly name: string;
  /** What the pack pays for, such as `video` or `image`. Default `video`. */
  readonly unit?: string;
  /** Units that were bought. */
  readonly units: number;
  /** Units that are left. Default: all of them. */
  readonly remainingUnits?: number;
  /** In-flight tasks per model that the pack allows. */
  readonly concurrency?: number;
  /** Start of validity, Unix ms. Default: start of the emulator. */
  readonly effectiveAtMs?: number;
  /** End of validity, Unix ms. Default: 180 days after the start. */
  readonly expiresAtMs?: number;
}
