/** Code of the error of a job whose video was made and paid for, and is no longer at the service. */
export const RESULT_GONE = "result_gone";
