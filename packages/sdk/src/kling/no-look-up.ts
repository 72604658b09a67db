/** What to know about a paid call that answers at once and has lost its answer. @source DOC (no id of one's own among its fields) */
export const NO_LOOK_UP =
  "The call has no external ID, so it cannot be looked up. If you send it again, you may pay twice.";
