import { ROUTE_STATE_WORDS, type Route } from "@klingkit/spec";
import type { Style } from "../../terminal/style.ts";
import { type Column, formatTable } from "../../terminal/table.ts";
import type { Offer } from "./offers.ts";

/** From the least to the most over these routes, in US dollars. */
export function pricesText(offers: readonly Offer[]): string {
  const prices = offers.flatMap(({ usdPerSecond: price }) => (price ? [price.from, price.to] : []));
  if (prices.length === 0) return "unknown";
  const [from, to] = [Math.min(...prices), Math.max(...prices)].map((usd) => usd.toFixed(3));
  return from === to ? `${from}` : `${from}–${to}`;
}

const COLUMNS: readonly Column[] = [
  { title: "SERVICE" },
  { title: "ROUTE", min: 20, cut: "middle", keepsApart: true },
  { title: "STATE", rank: 1 },
  { title: "US$ PER SECOND", isNumber: true },
  { title: "CANNOT", min: 16, wraps: true },
];

interface Offered {
  readonly route: Route;
  readonly offers: readonly Offer[];
}

/** A row for each route: who sells it, at which price, and what it refuses that another route of the model takes. */
export const drawOffers = (style: Style, models: readonly Offered[]): string =>
  formatTable(
    style,
    COLUMNS,
    models.flatMap(({ offers }) => offers.map((offer) => cellsOf(style, offer))),
  );

function cellsOf(style: Style, offer: Offer): readonly string[] {
  const { service, route, state, cannot, isAvailable } = offer;
  const closed = isAvailable === false ? [style.warn("not for this account")] : [];
  return [service, route, ROUTE_STATE_WORDS[state], pricesText([offer]), [...closed, ...cannot].join(", ")];
}
