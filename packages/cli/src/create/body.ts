import type { CreateOperation, JsonObject } from "@klingkit/spec";

/** What one command buys, as the service takes it. */
export interface BodyCreate {
  readonly operation: CreateOperation;
  readonly body: JsonObject;
  /** Flag of the command by the field that it fills, with the error code for what is wrong there. Default: fields are named. */
  readonly flags?: Readonly<Record<string, FieldFlag>>;
}

export interface FieldFlag {
  readonly flag: string;
  readonly code?: string;
}
