import type * as z from "zod/mini";

interface Def extends z.core.$ZodTypeDef {
  readonly innerType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
}

/** Names of the fields that a schema takes at a path such as `["shots", 0]`; empty where it takes no named fields. */
export function knownFields(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const found = path.reduce<z.core.$ZodType | undefined>(step, schema);
  return Object.keys((found && defOf(found).shape) ?? {});
}

function step(schema: z.core.$ZodType | undefined, part: PropertyKey): z.core.$ZodType | undefined {
  if (schema === undefined) return undefined;
  const { shape, element } = defOf(schema);
  return typeof part === "number" ? element : shape?.[String(part)];
}

/** What a schema is made of, below what makes it optional. */
function defOf(schema: z.core.$ZodType): Def {
  const def: Def = schema._zod.def;
  return def.innerType === undefined ? def : defOf(def.innerType);
}
