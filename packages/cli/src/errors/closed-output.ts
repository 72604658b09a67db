/** Why a command was interrupted: the reader of its standard output has gone, such as `head` after its last line. */
export class ClosedOutput extends Error {
  override readonly name = "ClosedOutput";

  constructor() {
    super("standard output was closed");
  }
}
