/** A plan that the store keeps is named by it. */
export const PLAN_HASH = /^sha256:[\da-f]{64}$/;
