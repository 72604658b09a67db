/** A failed set-up: a stable code, what happened, and what the reader can do about it. */
export class SetupError extends Error {
  name = "SetupError";

  /** @param {string} code @param {string} problem @param {string} advice */
  constructor(code, problem, advice) {
    super(`Set-up failed (${code}): ${problem}\n${advice}`);
    this.code = code;
  }
}
