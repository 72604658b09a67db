/** Name of the service in fault rules, and family of its requests. */
export const HIGGSFIELD = "higgsfield";
