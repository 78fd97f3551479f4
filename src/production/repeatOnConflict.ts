import { isContangoError } from "../errors/contangoError.js";

const ATTEMPTS = 5;

/** Reads, decides and writes again where another process wrote in between. @throws ContangoError `STORE_VERSION_CONFLICT` after five. */
export async function repeatOnConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isContangoError(error, "STORE_VERSION_CONFLICT") || attempt === ATTEMPTS) throw error;
    }
  }
}
