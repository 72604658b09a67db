import type { Estimate, Price } from "../../operation/price.ts";

type Resolution = "720p" | "1080p" | "4k";
type Rates = Readonly<Partial<Record<Resolution, number>>>;

/** US dollars per second of output; `sound` where the video has generated sound. */
export interface RateRow {
  readonly silent?: Rates;
  readonly sound?: Rates;
}

/**
 * Undiscounted prices. The numbers equal Kling's own list. Discounts of 45 to 50 % were seen: less may be charged.
 * @source MIRROR 2026-09-25 price page; INF for v2.6 with sound, o3 with sound and o3 in 4k
 */
export const HIGGSFIELD_RATES = {
  "v3.0": { silent: rates(0.084, 0.112, 0.42), sound: rates(0.126, 0.168, 0.42) },
  "v3.0-turbo": { sound: rates(0.112, 0.14) },
  "v3/motion-control": { silent: rates(0.126, 0.168) },
  "v2.6": { silent: rates(undefined, 0.07), sound: rates(undefined, 0.14) },
  "motion-control": { silent: rates(0.07, 0.112) },
  "v2.5-turbo": { silent: rates(0.042, 0.07) },
  omni: { silent: rates(0.084, 0.112) },
  "omni-video": { silent: rates(0.126, 0.168) },
  o3: { silent: rates(0.084, 0.112, 0.42), sound: rates(0.112, 0.14, 0.42) },
  "o3-video": { silent: rates(0.126, 0.168, 0.42) },
} as const satisfies Readonly<Record<string, RateRow>>;

export type RateName = keyof typeof HIGGSFIELD_RATES;

/** Changes whenever a price changes; plans remember it. */
export const HIGGSFIELD_PRICE_CARD = { version: "higgsfield-2026-09-25" } as const;

/**
 * What a credit is worth in US dollars.
 * @source INF from the one documented estimate, `"credits":"1.500"` beside `"usd":"0.094"` (rounded)
 */
export const HIGGSFIELD_USD_PER_CREDIT = 0.0625;

/** An amount in US dollars as credits, to a thousandth as the service writes them. `INF`, like the rate. */
export const creditsOf = (usd: number): number => Math.round((usd / HIGGSFIELD_USD_PER_CREDIT) * 1000) / 1000;

export interface Rated {
  /** Undefined where the price list has no row. */
  readonly rate: RateName | undefined;
  readonly resolution: Resolution;
  readonly hasSound: boolean;
}

/** US dollars per second; undefined where the list has no price. */
export function usdPerSecond({ rate, resolution, hasSound }: Rated): number | undefined {
  if (rate === undefined) return undefined;
  const row: RateRow = HIGGSFIELD_RATES[rate];
  return (hasSound ? row.sound : row.silent)?.[resolution];
}

/** How long the output is: known, at most so long because it follows an input video, or not to be told. */
export type PaidSeconds =
  | { readonly seconds: number }
  | { readonly maxSeconds?: number; readonly reason: string };

export function estimateVideo(rated: Rated, paid: PaidSeconds): Estimate {
  const priceCard = HIGGSFIELD_PRICE_CARD.version;
  const unitsPerSecond = usdPerSecond(rated);
  if (unitsPerSecond === undefined) {
    const sound = rated.hasSound ? "with audio" : "silent";
    const reason = `the price list has no entry for ${rated.rate ?? "this endpoint"}, ${rated.resolution}, ${sound}`;
    return { isKnown: false, reason, priceCard };
  }
  const price = (seconds: number): Price => {
    const usd = Math.round(unitsPerSecond * seconds * 10_000) / 10_000;
    return { unit: "usd", units: usd, usd, seconds };
  };
  if ("seconds" in paid) return { isKnown: true, ...price(paid.seconds), unitsPerSecond, priceCard };
  const { maxSeconds, reason } = paid;
  if (maxSeconds === undefined) return { isKnown: false, reason, priceCard };
  return { isKnown: false, reason, ceiling: price(maxSeconds), unitsPerSecond, priceCard };
}

function rates(at720p: number | undefined, at1080p: number | undefined, at4k?: number): Rates {
  return {
    ...(at720p === undefined ? {} : { "720p": at720p }),
    ...(at1080p === undefined ? {} : { "1080p": at1080p }),
    ...(at4k === undefined ? {} : { "4k": at4k }),
  };
}
