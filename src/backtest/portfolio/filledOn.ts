import { forwardFill } from "../../series/fill.js";
import { reindex } from "../../series/reindex.js";
import type { Series } from "../../series/series.js";

/** A factor at the very times of a series, filled forward; a number stands for itself. */
export function filledOn(factor: Series | number, series: Series): Series | number {
  return typeof factor === "number" ? factor : forwardFill(reindex(factor, series));
}
