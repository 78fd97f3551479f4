import { ContangoError } from "../../errors/contangoError.js";
import type { Fill } from "../../positions/fill.js";
import type { Repositories } from "../../storage/repositories/repositories.js";

/** A recorded fill. @throws ContangoError `FILL` where there is none. */
export async function readFill({ fills }: Pick<Repositories, "fills">, id: string): Promise<Fill> {
  const fill = await fills.read(id);
  if (fill !== undefined) return fill;
  throw new ContangoError(
    "FILL",
    "positions",
    `there is no fill "${id}"; ids stand in the outcomes of recordFill, importFills and pickUpFills, and in desk.data.fills.all()`,
    { details: { fill: id } },
  );
}
