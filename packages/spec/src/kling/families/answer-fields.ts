import * as z from "zod/mini";

export const text = () => z.nullish(z.string());

export const millis = () => z.nullish(z.number());

/** Numbers that the service spells as strings, and some writers as numbers. */
export const decimal = () => z.nullish(z.union([z.string(), z.number()]));
