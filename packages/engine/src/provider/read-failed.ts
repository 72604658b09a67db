import type { ReadFailure } from "./provider.ts";

/** A read of the service that failed and is repeated, as `onError` gets it: with the code of the client's error, where it has one. */
export class ReadFailed extends Error {
  override readonly name = "ReadFailed";
  /** Such as `KLINGKIT_SERVER`; `read_failed` for what no client has named. */
  readonly code: string;
  readonly serviceCode: ReadFailure["serviceCode"];

  constructor({ message, code = "read_failed", serviceCode }: ReadFailure) {
    super(message);
    this.code = code;
    this.serviceCode = serviceCode;
  }
}
