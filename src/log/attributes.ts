import { ContangoError } from "../errors/contangoError.js";
import { didYouMean } from "../errors/nearestName.js";
import { LOG_ATTRIBUTES, type LogAttributes } from "./logger.js";

const KNOWN: ReadonlySet<string> = new Set(LOG_ATTRIBUTES);

/** The labels that have a value. @throws ContangoError `LOG_ATTRIBUTE` for one that is not known. */
export function checkedAttributes(attributes: LogAttributes): LogAttributes {
  for (const name of Object.keys(attributes)) {
    if (!KNOWN.has(name)) {
      throw new ContangoError(
        "LOG_ATTRIBUTE",
        "log",
        `"${name}" is not a label of log entries${didYouMean(name, KNOWN)}; use ${LOG_ATTRIBUTES.join(", ")}`,
        { details: { attribute: name } },
      );
    }
  }
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
