import { requireText } from "@klingkit/spec/plain";

const PREFIX = "adopted:";
const ANY = "any";

/** Stands for the route of a task that another tool has made: how it was asked for is unknown, only how it is read. */
export const adoptedRouteId = (product = ANY): string => `${PREFIX}${product}`;

export const isAdoptedRoute = (routeId: string): boolean => {
  requireText("isAdoptedRoute", { routeId });
  return routeId.startsWith(PREFIX);
};

/** Where such a task is read: a product of the legacy family, or undefined for `/tasks`, which reads all. */
export function productOfAdopted(routeId: string): string | undefined {
  const product = routeId.slice(PREFIX.length);
  return product === ANY ? undefined : product;
}
