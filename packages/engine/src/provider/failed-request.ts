import type { Refusal } from "./provider.ts";

type Failure = Pick<Refusal, "message" | "serviceCode"> & Partial<Pick<Refusal, "code">>;

/** A request to the service that failed and is repeated, as `onError` gets it: with the code of the client's error, where it has one. */
class FailedRequest extends Error {
  /** Such as `KLINGKIT_SERVER`. */
  readonly code: string;
  readonly serviceCode: Refusal["serviceCode"];

  constructor({ message, serviceCode }: Failure, code: string) {
    super(message);
    this.code = code;
    this.serviceCode = serviceCode;
  }
}

export class ReadFailed extends FailedRequest {
  override readonly name = "ReadFailed";

  constructor(failure: Failure) {
    super(failure, failure.code ?? "read_failed");
  }
}

/**
 * A create that brought no task, or no clear response: there was no connection, or the service failed. It is sent again by itself, after
 * a look-up where it may have been taken.
 */
export class CreateFailed extends FailedRequest {
  override readonly name = "CreateFailed";

  constructor(failure: Failure) {
    super(failure, failure.code ?? "KLINGKIT_RESPONSE");
  }
}
