import { ContangoError, type ErrorDetails, isContangoError } from "../errors/contangoError.js";

/**
 * What `work` gives; a `CONTRACT_ID` that it throws also says where the contract date was met.
 *
 * @throws ContangoError `CONTRACT_ID` with `details` added, and whatever else `work` throws.
 */
export function locateContract<T>(where: string, details: ErrorDetails, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isContangoError(error, "CONTRACT_ID")) throw error;
    const problem = error.message.replace(/^(\[[^\]]*\] )+/, "");
    throw new ContangoError("CONTRACT_ID", error.component, `${where}: ${problem}`, {
      details: { ...error.details, ...details },
      cause: error,
    });
  }
}
