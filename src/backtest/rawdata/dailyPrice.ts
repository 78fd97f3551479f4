import { resampleBusinessDays } from "../../series/resample.js";
import type { Series } from "../../series/series.js";

/**
 * One price a business day, Monday to Friday from the first to the last: the last of the day's that is not missing (Saturday
 * and Sunday count to Friday), NaN for a day without one.
 */
export const dailyPrice = (price: Series): Series => resampleBusinessDays(price, "last");
