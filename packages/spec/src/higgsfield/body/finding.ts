/** Something about a body, refused or only noticed. */
export interface Finding {
  readonly rule: string;
  /** Such as `multi_prompt[1].duration`. */
  readonly path: string;
  /** Without the path. */
  readonly message: string;
  /** The service's words; empty or absent for what only we refuse. */
  readonly serviceMessage?: string;
}
