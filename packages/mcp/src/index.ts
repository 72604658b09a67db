/** The name under which the server presents itself to clients. */
export const SERVER_NAME = "klingkit";
