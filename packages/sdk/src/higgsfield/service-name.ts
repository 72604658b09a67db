/** This service on errors, handles and tasks. */
export const HIGGSFIELD = "higgsfield";
