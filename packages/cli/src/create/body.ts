import type { Answer, CreateOperation, JsonObject, Schema, Warning } from "@klingkit/spec";
import type { HiggsfieldCreate } from "@klingkit/spec/higgsfield";
import type { UsageCode } from "../errors/codes/error-codes.ts";

/** What of a paid operation of any service a command needs to know. */
export interface BodyOperation {
  /** `kling` or `higgsfield`. */
  readonly service: string;
  readonly id: string;
  readonly title: string;
  readonly family: string;
  readonly product: string;
  readonly answer: Answer;
  readonly method: "POST";
  readonly path: string;
  readonly body: Schema;
  /** Where the caller's own id and callback address stand; empty where they travel elsewhere. */
  readonly paths: { readonly externalTaskId?: string | undefined; readonly callbackUrl?: string | undefined };
  /** Kinds of files that may be local: read into the body, or given to the service before. */
  readonly localKinds: readonly string[];
}

export const klingBody = ({
  id,
  title,
  family,
  product,
  answer,
  path,
  body,
  paths,
}: CreateOperation): BodyOperation => ({
  service: "kling",
  ...{ id, title, family, product, answer, path, body, paths },
  method: "POST",
  localKinds: ["image", "audio"],
});

export const higgsfieldBody = ({
  id,
  title,
  family,
  answer,
  path,
  body,
}: HiggsfieldCreate): BodyOperation => ({
  service: "higgsfield",
  ...{ id, title, family, answer, path, body },
  product: id,
  method: "POST",
  paths: {},
  localKinds: ["image", "video"],
});

/** What one command buys, as the service takes it. */
export interface BodyCreate {
  readonly operation: BodyOperation;
  readonly body: JsonObject;
  /** Flag of the command by the field that it fills, with the error code for what is wrong there. Default: fields are named. */
  readonly flags?: Readonly<Record<string, FieldFlag>>;
  /** Length of the sound or video that the price follows, where it is known. */
  readonly inputSeconds?: number | undefined;
  /** Warnings of the request that the body was written from. Default: none. */
  readonly remarks?: readonly Warning[];
  /** What the command worked out for the body. Default: nothing. */
  readonly notes?: readonly string[];
  /** What must be bought before; the body has its results as texts of `resultOf`. Default: nothing. */
  readonly first?: FirstCreate;
}

/** A purchase that another one begins with, in the same plan. */
export interface FirstCreate extends Pick<BodyCreate, "operation" | "body"> {
  /** By which the other body refers to it. */
  readonly name: string;
}

export interface FieldFlag {
  readonly flag: string;
  readonly code?: UsageCode;
}
