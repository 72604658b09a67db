/** How a flag or an operand names a batch; `findBatch` reads it. */
export const BATCH_MEANING = "its ID, its purpose, or its batch or plan file";
